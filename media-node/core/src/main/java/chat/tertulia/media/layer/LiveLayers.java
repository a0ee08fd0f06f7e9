package chat.tertulia.media.layer;

import java.util.Arrays;

/**
 * Which layers of a track are being sent. A publisher starts its best layer seconds after the lowest, and stops it when its
 * uplink is short or nobody wants it. A layer counts as gone when it was silent for {@link #SILENCE_NS} while another was
 * not, or sooner when so many pictures of a lower one came meanwhile that its own are missing for certain; a track that is
 * silent as a whole (a still screen) loses none. Browsers also start layers and stop them at once: while another layer is
 * live, a new one must have come steadily for {@link #STEADY_NS} before it counts.
 */
public final class LiveLayers {
    public static final long SILENCE_NS = 1_500_000_000L;
    public static final long STEADY_NS = 400_000_000L;

    /** With {@link #MISSED_PICTURES} of a lower layer since its last packet, a layer is gone. */
    public static final long SHORT_SILENCE_NS = 400_000_000L;

    static final int MISSED_PICTURES = 6;

    private static final long PICTURE_NS = 10_000_000;
    private static final long NEVER = Long.MIN_VALUE;

    private final long[] sinceNs;
    private final long[] seenNs;
    private final int[] missed;
    private final boolean[] live;

    public LiveLayers(int layers) {
        sinceNs = new long[layers];
        seenNs = new long[layers];
        missed = new int[layers];
        live = new boolean[layers];
        Arrays.fill(seenNs, NEVER);
    }

    public int count() {
        return live.length;
    }

    /** A media packet of this layer came. True when the set of live layers is another one now. */
    public boolean seen(int layer, long nowNs) {
        boolean anew =
                seenNs[layer] == NEVER || nowNs - seenNs[layer] > SILENCE_NS || (!live[layer] && lost(layer, nowNs));
        boolean picture = anew || nowNs - seenNs[layer] >= PICTURE_NS;
        sinceNs[layer] = anew ? nowNs : sinceNs[layer];
        seenNs[layer] = nowNs;
        missed[layer] = 0;
        boolean changed = false;
        for (int i = 0; i < live.length; i++) {
            missed[i] += picture && i > layer ? 1 : 0;
            if (live[i] && i != layer && (nowNs - seenNs[i] > SILENCE_NS || lost(i, nowNs))) {
                live[i] = false;
                changed = true;
            }
        }
        if (!live[layer] && (nowNs - sinceNs[layer] >= STEADY_NS || alone())) {
            live[layer] = true;
            changed = true;
        }
        return changed;
    }

    private boolean lost(int layer, long nowNs) {
        return missed[layer] >= MISSED_PICTURES && nowNs - seenNs[layer] > SHORT_SILENCE_NS;
    }

    private boolean alone() {
        for (boolean other : live) {
            if (other) {
                return false;
            }
        }
        return true;
    }

    public boolean live(int layer) {
        return layer >= 0 && layer < live.length && live[layer];
    }

    /** The best live layer that is not above {@code wanted}; when there is none, the lowest live one; -1 for none at all. */
    public int best(int wanted) {
        for (int layer = Math.min(wanted, live.length - 1); layer >= 0; layer--) {
            if (live[layer]) {
                return layer;
            }
        }
        for (int layer = 0; layer < live.length; layer++) {
            if (live[layer]) {
                return layer;
            }
        }
        return -1;
    }
}
