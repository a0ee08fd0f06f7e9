package chat.tertulia.sim;

/** One Opus stream: 20 ms packets with an audio level. The payload is not sound. */
public final class SyntheticAudio {
    public static final int CLOCK_RATE = 48_000;
    public static final int SAMPLES = 960;

    private final String mid;
    private final int payloadType;
    private final int ssrc;
    private final int payloadBytes;
    private int sequence;
    private int timestamp;

    public SyntheticAudio(String mid, int payloadType, int ssrc, int payloadBytes) {
        this.mid = mid;
        this.payloadType = payloadType;
        this.ssrc = ssrc;
        this.payloadBytes = payloadBytes;
        sequence = ssrc & 0xffff;
        timestamp = ssrc * 31;
    }

    public int ssrc() {
        return ssrc;
    }

    /** Of the next packet. */
    public int timestamp() {
        return timestamp;
    }

    /** @param level in -dBov: 0 is loudest, 127 silence */
    public byte[] packet(int level) {
        SyntheticPacket.Header header = new SyntheticPacket.Header(payloadType, false, sequence, timestamp, ssrc);
        sequence = (sequence + 1) & 0xffff;
        timestamp += SAMPLES;
        return SyntheticPacket.write(header, mid, "", level, new byte[payloadBytes]);
    }
}
