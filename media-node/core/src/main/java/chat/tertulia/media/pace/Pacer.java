package chat.tertulia.media.pace;

import chat.tertulia.media.rewrite.OutgoingPacket;
import org.jspecify.annotations.Nullable;

/**
 * A token bucket for one receiver. Sound and RTCP never wait, then come retransmissions, then pictures. While there are tokens
 * and nobody waits, a packet goes at once; the bucket may be overdrawn by one packet, and by what never waits.
 */
public final class Pacer {
    /** Tokens come at this multiple of the estimate: keyframes are spread, not held up. */
    public static final double FACTOR = 2.5;

    public static final long MOST_WAIT_NS = 400_000_000;
    public static final int MOST_BYTES = 1 << 20;

    /** What waits is looked at this often, so that receivers of a room wake it together. */
    public static final long TICK_NS = 5_000_000;

    private static final long DEPTH_NS = 15_000_000;
    private static final double LEAST_DEPTH_BYTES = 3_000;
    private static final double MOST_DEBT_BYTES = 16_000;

    private final HeldQueue repairs = new HeldQueue();
    private final HeldQueue pictures = new HeldQueue();
    private double bytesPerNs;
    private double tokens;
    private long filledNs = Long.MIN_VALUE;
    private boolean limited;
    private long estimate;

    /** @param bitsPerSecond the estimate; 0 for none: then nothing waits */
    public void estimate(long bitsPerSecond) {
        limited = bitsPerSecond > 0;
        estimate = bitsPerSecond;
        bytesPerNs = FACTOR * bitsPerSecond / 8e9;
    }

    /** 0 for none. */
    public long estimate() {
        return estimate;
    }

    /** Before packets are handed out. */
    public void begin(long nowNs) {
        if (limited) {
            double depth = Math.max(LEAST_DEPTH_BYTES, bytesPerNs * DEPTH_NS);
            tokens = filledNs == Long.MIN_VALUE ? depth : Math.min(depth, tokens + bytesPerNs * (nowNs - filledNs));
            filledNs = nowNs;
        }
    }

    /** Whether the packet may go at once; else it is to be {@link #hold held}. */
    public boolean passes(OutgoingPacket packet) {
        return !limited || packet.isUrgent() || (tokens > 0 && waiting() == 0);
    }

    /** Takes the packet and gives an empty place for it. */
    public OutgoingPacket hold(OutgoingPacket packet, long nowNs) {
        return (packet.isRepair() ? repairs : pictures).exchange(packet, nowNs);
    }

    /** The next that may go now, to be followed by {@link #released}; null when the rest still waits. */
    public @Nullable OutgoingPacket next() {
        if (waiting() == 0 || (limited && tokens <= 0)) {
            return null;
        }
        return repairs.size() > 0 ? repairs.first() : pictures.first();
    }

    public void released() {
        (repairs.size() > 0 ? repairs : pictures).remove();
    }

    public void sent(int bytes) {
        if (limited) {
            tokens = Math.max(-MOST_DEBT_BYTES, tokens - bytes);
        }
    }

    /** Packets. */
    public int waiting() {
        return repairs.size() + pictures.size();
    }

    /** How long the oldest picture has waited. */
    public long waitNs(long nowNs) {
        return pictures.size() == 0 ? 0 : nowNs - pictures.oldestNs();
    }

    /** So much waits that sending it would only make the rest late. */
    public boolean hopeless(long nowNs) {
        return waitNs(nowNs) > MOST_WAIT_NS || pictures.bytes() > MOST_BYTES || repairs.bytes() > MOST_BYTES;
    }

    /** Lets go of all that waits. Returns how many packets that were. */
    public int clear() {
        int dropped = waiting();
        repairs.clear();
        pictures.clear();
        return dropped;
    }
}
