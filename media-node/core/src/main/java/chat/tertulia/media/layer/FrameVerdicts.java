package chat.tertulia.media.layer;

/** What was decided about the last frames, so that late packets and retransmissions of them are treated like the first. */
public final class FrameVerdicts {
    public static final int UNKNOWN = 0;
    public static final int DROPPED = 1;
    public static final int ADMITTED = 2;

    /** Admitted, and the last one of its picture for this receiver. */
    public static final int ENDS_PICTURE = 3;

    private static final int REMEMBERED = 128;

    private final long[] keys = new long[REMEMBERED];
    private final byte[] verdicts = new byte[REMEMBERED];
    private int newest;

    /** A frame's name: its stream, timestamp and spatial layer. Never 0. */
    public static long key(long streamId, int timestamp, int spatial) {
        return (streamId << 36) | ((timestamp & 0xffff_ffffL) << 4) | (spatial + 1);
    }

    public void note(long key, int verdict) {
        newest = (newest + 1) & (REMEMBERED - 1);
        keys[newest] = key;
        verdicts[newest] = (byte) verdict;
    }

    public int find(long key) {
        for (int i = 0; i < REMEMBERED; i++) {
            int at = (newest - i) & (REMEMBERED - 1);
            if (keys[at] == key) {
                return verdicts[at];
            }
        }
        return UNKNOWN;
    }
}
