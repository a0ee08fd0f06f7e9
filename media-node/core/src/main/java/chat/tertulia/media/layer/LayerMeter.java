package chat.tertulia.media.layer;

import chat.tertulia.media.codec.FrameFacts;
import java.util.Arrays;

/** What the layers of one encoding take, over about a second, and which of them are there. Owned by: one incoming stream. */
public final class LayerMeter {
    private static final int SPATIAL = 4;
    private static final int TEMPORAL = 4;
    private static final int BUCKETS = 8;
    private static final long BUCKET_NS = 125_000_000;

    /** A stream begins with a keyframe: its first moments look dearer than it is. */
    private static final long LEAST_WINDOW_NS = 500_000_000;

    /** A spatial layer that so many pictures did not have is gone. */
    private static final int MISSED_PICTURES = 8;

    /** A camera of 30 has 31 in some seconds: so much of the rate is forgiven, as a divisor. */
    private static final int FPS_TOLERANCE = 5;

    private final int[] bytes = new int[BUCKETS * SPATIAL * TEMPORAL * 2];
    private final int[] pictures = new int[BUCKETS * TEMPORAL];
    private final int[] missed = new int[SPATIAL];
    private int top = -1;
    private int topTemporal;
    private int pictureTimestamp;
    private long bucket = Long.MIN_VALUE;
    private long firstNs = Long.MIN_VALUE;
    private long lastNs;

    /** A packet came. */
    public void seen(FrameFacts facts, int timestamp, int packetBytes, long nowNs) {
        turn(nowNs);
        int spatial = Math.min(facts.spatial(), SPATIAL - 1);
        int temporal = Math.min(facts.temporal(), TEMPORAL - 1);
        boolean own = !facts.usedByHigher();
        bytes[index(bucket, spatial, temporal, own)] += packetBytes;
        topTemporal = Math.max(topTemporal, temporal);
        if (timestamp != pictureTimestamp) {
            pictureTimestamp = timestamp;
            pictures[slot(bucket) * TEMPORAL + temporal]++;
            for (int layer = 0; layer < SPATIAL; layer++) {
                missed[layer]++;
            }
        }
        missed[spatial] = 0;
        if (facts.spatialLayers() > 0) {
            top = Math.min(facts.spatialLayers(), SPATIAL) - 1;
        }
        top = Math.max(top, spatial);
        while (top > 0 && missed[top] > MISSED_PICTURES) {
            top--;
        }
    }

    private void turn(long nowNs) {
        lastNs = nowNs;
        firstNs = firstNs == Long.MIN_VALUE ? nowNs : firstNs;
        long now = Math.floorDiv(nowNs, BUCKET_NS);
        long from = Math.max(bucket + 1, now - BUCKETS + 1);
        for (long fresh = bucket == Long.MIN_VALUE ? now : from; fresh <= now; fresh++) {
            int at = index(fresh, 0, 0, false);
            Arrays.fill(bytes, at, at + SPATIAL * TEMPORAL * 2, 0);
            Arrays.fill(pictures, slot(fresh) * TEMPORAL, (slot(fresh) + 1) * TEMPORAL, 0);
        }
        bucket = Math.max(bucket, now);
    }

    private static int index(long bucket, int spatial, int temporal, boolean own) {
        return ((slot(bucket) * SPATIAL + spatial) * TEMPORAL + temporal) * 2 + (own ? 1 : 0);
    }

    private static int slot(long bucket) {
        return (int) Math.floorMod(bucket, (long) BUCKETS);
    }

    /** The most temporal layers that together have not many more pictures in a second; the lowest one at least. */
    public int temporalWithin(int fps) {
        int sum = 0;
        for (int temporal = 0; temporal <= topTemporal; temporal++) {
            for (int slot = 0; slot < BUCKETS; slot++) {
                sum += pictures[slot * TEMPORAL + temporal];
            }
            long rate = sum * 1_000_000_000L / windowNs();
            if (rate > fps + fps / FPS_TOLERANCE) {
                return Math.max(0, temporal - 1);
            }
        }
        return FrameFacts.MAX_TEMPORAL - 1;
    }

    private long windowNs() {
        return Math.max(lastNs - Math.max(firstNs, (bucket - BUCKETS + 1) * BUCKET_NS), LEAST_WINDOW_NS);
    }

    /** Highest spatial layer that comes at present, -1 before the first packet. */
    public int top() {
        return top;
    }

    /** How many temporal layers were seen, at least one. */
    public int temporals() {
        return topTemporal + 1;
    }

    /**
     * Bit/s of everything that a receiver of these layers gets, at the time of the last packet: a stream that is silent keeps
     * its last figure. 0 when the layer is not there.
     */
    public long bitrate(int spatial, int temporal) {
        if (spatial > top || top < 0) {
            return 0;
        }
        long sum = 0;
        for (int slot = 0; slot < BUCKETS; slot++) {
            for (int t = 0; t <= Math.min(temporal, TEMPORAL - 1); t++) {
                for (int s = 0; s <= spatial; s++) {
                    sum += bytes[index(slot, s, t, false)];
                }
                sum += bytes[index(slot, spatial, t, true)];
            }
        }
        return sum * 8_000_000_000L / windowNs();
    }
}
