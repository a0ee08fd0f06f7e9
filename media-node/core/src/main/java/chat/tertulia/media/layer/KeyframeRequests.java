package chat.tertulia.media.layer;

/**
 * When one source is asked for a keyframe. Requests of all receivers are one; a source is asked at most every
 * {@link #THROTTLE_NS}, and again every {@link #REPEAT_NS} until the keyframe is there, because browsers drop requests that
 * come soon after the last.
 */
public final class KeyframeRequests {
    public static final long THROTTLE_NS = 200_000_000;
    public static final long REPEAT_NS = 500_000_000;

    private boolean asked;
    private long askedNs;
    private long dueNs = Long.MAX_VALUE;

    public void request(long nowNs) {
        long earliest = asked ? Math.max(nowNs, askedNs + THROTTLE_NS) : nowNs;
        dueNs = Math.min(dueNs, earliest);
    }

    /** {@link Long#MAX_VALUE} when nobody waits. */
    public long dueNs() {
        return dueNs;
    }

    public boolean pending() {
        return dueNs != Long.MAX_VALUE;
    }

    /** The source was asked just now. */
    public void sent(long nowNs) {
        asked = true;
        askedNs = nowNs;
        dueNs = nowNs + REPEAT_NS;
    }

    /** The keyframe came, or nobody wants it any more. */
    public void settled() {
        dueNs = Long.MAX_VALUE;
    }
}
