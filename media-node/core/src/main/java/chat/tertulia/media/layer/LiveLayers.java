package chat.tertulia.media.layer;

import java.util.Arrays;

/**
 * Which layers of a track are being sent. A publisher starts its best layer seconds after the lowest, and stops it when its
 * uplink is short. A layer counts as gone when it was silent for {@link #SILENCE_NS} while another was not; a track that is
 * silent as a whole (a still screen) loses none.
 */
public final class LiveLayers {
    public static final long SILENCE_NS = 1_500_000_000L;
    private static final long NEVER = Long.MIN_VALUE;

    private final long[] seenNs;
    private final boolean[] live;

    public LiveLayers(int layers) {
        seenNs = new long[layers];
        live = new boolean[layers];
        Arrays.fill(seenNs, NEVER);
    }

    public int count() {
        return live.length;
    }

    /** A media packet of this layer came. True when the set of live layers is another one now. */
    public boolean seen(int layer, long nowNs) {
        seenNs[layer] = nowNs;
        boolean changed = !live[layer];
        live[layer] = true;
        for (int i = 0; i < live.length; i++) {
            if (live[i] && nowNs - seenNs[i] > SILENCE_NS) {
                live[i] = false;
                changed = true;
            }
        }
        return changed;
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
