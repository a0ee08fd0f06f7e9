package chat.tertulia.media.layer;

/**
 * The best layer that anybody wants of a track, told to its publisher: a rise at once, a fall when it has lasted. Until
 * something was told the publisher sends all.
 */
public final class Demand {
    public static final long FALL_NS = 5_000_000_000L;

    private int told;
    private int wanted;
    private long fallingSinceNs;

    /** @param best layer that there is */
    public Demand(int best) {
        told = best;
        wanted = best;
    }

    /** What is wanted at present. */
    public void want(int layer, long nowNs) {
        if (layer < told && (wanted >= told || layer > wanted)) {
            fallingSinceNs = nowNs;
        }
        wanted = layer;
    }

    /** {@link Long#MAX_VALUE} when there is nothing to tell. */
    public long dueNs() {
        return wanted == told ? Long.MAX_VALUE : wanted > told ? Long.MIN_VALUE : fallingSinceNs + FALL_NS;
    }

    /** True when {@link #told} is news now. */
    public boolean tell(long nowNs) {
        if (dueNs() > nowNs) {
            return false;
        }
        told = wanted;
        return true;
    }

    public int told() {
        return told;
    }
}
