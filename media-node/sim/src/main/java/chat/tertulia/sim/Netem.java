package chat.tertulia.sim;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** One direction of a path: what a packet meets on its way. Seeded; owned by one simulated call. */
public final class Netem {
    /**
     * @param loss probability, 0 to 1
     * @param delayNs one way
     * @param jitterNs up to this is added, evenly spread; order is kept
     * @param reorder probability that a packet overtakes none and comes {@code jitterNs + 5 ms} later than it should
     * @param bitsPerSecond 0 for no limit
     * @param queueBytes of the bottleneck; what does not fit is lost
     */
    public record Profile(
            double loss, long delayNs, long jitterNs, double reorder, long bitsPerSecond, int queueBytes) {
        /** Nothing happens but 20 ms. */
        public static final Profile CLEAN = new Profile(0, 20_000_000, 0, 0, 0, 0);

        public static Profile lossy(double loss) {
            return new Profile(loss, 20_000_000, 3_000_000, 0.01, 0, 0);
        }

        /** A bottleneck with a queue of 300 ms and 20 ms of way. */
        public static Profile link(long bitsPerSecond) {
            return new Profile(0, 20_000_000, 0, 0, bitsPerSecond, (int) (bitsPerSecond * 3 / 80));
        }

        public Profile withLoss(double other) {
            return new Profile(other, delayNs, jitterNs, reorder, bitsPerSecond, queueBytes);
        }

        public Profile withJitter(long otherNs) {
            return new Profile(loss, delayNs, otherNs, reorder, bitsPerSecond, queueBytes);
        }
    }

    private final SimClock clock;
    private final RandomGenerator random;
    private Profile profile;
    private long freeNs = Long.MIN_VALUE;
    private long lastArrivalNs = Long.MIN_VALUE;
    private long lost;
    private double burstBegins;
    private double burstEnds;
    private boolean inBurst;

    public Netem(SimClock clock, RandomGenerator random, Profile profile) {
        this.clock = clock;
        this.random = random;
        this.profile = profile;
    }

    /** From now on. */
    public void profile(Profile other) {
        profile = other;
    }

    /** Losses that come in bursts (Gilbert): how probable it is at each packet that one begins, and that it ends. */
    public void bursts(double begins, double ends) {
        burstBegins = begins;
        burstEnds = ends;
    }

    /** How long a packet sent now would wait for the bottleneck. */
    public long queueNs() {
        return freeNs == Long.MIN_VALUE ? 0 : Math.max(0, freeNs - clock.nowNs());
    }

    public long lost() {
        return lost;
    }

    public void send(byte[] packet, Consumer<byte[]> deliver) {
        long nowNs = clock.nowNs();
        inBurst = random.nextDouble() < (inBurst ? 1 - burstEnds : burstBegins);
        if (inBurst || random.nextDouble() < profile.loss()) {
            lost++;
            return;
        }
        long leavesNs = Math.max(nowNs, freeNs);
        if (profile.bitsPerSecond() > 0) {
            long queuedBytes = (leavesNs - nowNs) * profile.bitsPerSecond() / 8 / 1_000_000_000L;
            if (queuedBytes + packet.length > profile.queueBytes()) {
                lost++;
                return;
            }
            leavesNs += packet.length * 8_000_000_000L / profile.bitsPerSecond();
            freeNs = leavesNs;
        }
        long jitterNs = profile.jitterNs() == 0 ? 0 : random.nextLong(profile.jitterNs());
        long arrivesNs = leavesNs + profile.delayNs() + jitterNs;
        if (random.nextDouble() < profile.reorder()) {
            arrivesNs += profile.jitterNs() + 5_000_000;
        } else {
            arrivesNs = Math.max(arrivesNs, lastArrivalNs);
            lastArrivalNs = arrivesNs;
        }
        clock.at(arrivesNs, () -> deliver.accept(packet));
    }
}
