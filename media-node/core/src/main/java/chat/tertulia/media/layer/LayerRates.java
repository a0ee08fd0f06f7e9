package chat.tertulia.media.layer;

import chat.tertulia.media.stats.RateMeter;

/** What each layer of a track costs: measured over the last second, and remembered while it is not sent. */
public final class LayerRates {
    private static final long WINDOW_NS = 1_000_000_000L;
    private static final long SETTLED_NS = 500_000_000L;
    private static final long UNKNOWN_BPS = 150_000;
    /** A layer of twice the width and height costs about so many times as much. */
    private static final double STEP = 3;

    private final RateMeter[] meters;
    private final long[] sinceNs;
    private final long[] lastNs;
    private final long[] remembered;

    public LayerRates(int layers) {
        meters = new RateMeter[layers];
        sinceNs = new long[layers];
        lastNs = new long[layers];
        remembered = new long[layers];
        for (int i = 0; i < layers; i++) {
            meters[i] = new RateMeter(WINDOW_NS);
            lastNs[i] = Long.MIN_VALUE;
        }
    }

    public int layers() {
        return meters.length;
    }

    public void seen(int layer, int bytes, long nowNs) {
        if (lastNs[layer] == Long.MIN_VALUE || nowNs - lastNs[layer] > WINDOW_NS) {
            sinceNs[layer] = nowNs;
            meters[layer].reset();
        }
        lastNs[layer] = nowNs;
        meters[layer].add(bytes, nowNs);
    }

    /** In bit/s. */
    public long bitrate(int layer, long nowNs) {
        long rate = meters[layer].bitsPerSecond(nowNs);
        if (rate > 0 && nowNs - sinceNs[layer] >= SETTLED_NS) {
            remembered[layer] = rate;
        }
        return rate;
    }

    /** What it would cost if it were sent: what it last did, else a guess by the next lower one. */
    public long expected(int layer, long nowNs) {
        if (lastNs[layer] != Long.MIN_VALUE && remembered[layer] > 0) {
            return remembered[layer];
        }
        return layer == 0
                ? UNKNOWN_BPS
                : (long) (STEP * Math.max(bitrate(layer - 1, nowNs), expected(layer - 1, nowNs)));
    }
}
