package chat.tertulia.media.allocate;

import java.util.Arrays;

/**
 * Shares a budget among claims. Order: priority, then who speaks, then the larger picture. First everybody gets its worst
 * point, in that order, or nothing if that does not fit (those that must not be paused come before all); then those with a priority are made as good as fits, one after the
 * other; then all others one step each, round by round. What is in force may stay while it costs a little too much, and what
 * is better than that must fit with something to spare, so that a wavering estimate does not make pictures waver.
 */
public final class Allocator {
    private static final double TO_SPARE = 1.1;
    private static final double TOLERANCE = 0.95;
    /** What comes first is paused only when it costs a third too much: an empty screen is the worst of all. */
    private static final double LAST_RESORT = 0.75;

    private static final long FIRST_HOLD_NS = 1_000_000_000L;
    private static final long LONGEST_HOLD_NS = 16_000_000_000L;
    private static final long FLAPPING_NS = 8_000_000_000L;

    private Claim[] order = new Claim[8];
    private int count;
    private double left;
    private double tolerance = TOLERANCE;
    private boolean mayRise;
    private boolean mayResume;
    private long roseNs = Long.MIN_VALUE;
    private long heldUntilNs = Long.MIN_VALUE;
    private long resumeNs = Long.MIN_VALUE;
    private long holdNs = FIRST_HOLD_NS;

    public void begin() {
        count = 0;
    }

    public void add(Claim claim) {
        if (count == order.length) {
            order = Arrays.copyOf(order, 2 * count);
        }
        int at = count++;
        while (at > 0 && claim.before(order[at - 1])) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = claim;
    }

    /**
     * Gives each claim its point; they are not in force until settled.
     *
     * @param budget bit/s
     * @param mayPause false: everybody keeps at least its worst point
     */
    public void share(double budget, boolean mayPause, long nowNs) {
        left = budget;
        mayRise = nowNs >= heldUntilNs;
        mayResume = nowNs >= resumeNs;
        for (int i = 0; i < count; i++) {
            order[i].give(order[i].points() == 0 ? Claim.FREE : Claim.PAUSED);
            if (order[i].points() > 0 && !(mayPause && order[i].mayPause())) {
                left -= order[i].cost(0);
                order[i].give(0);
            }
        }
        for (int i = 0; i < count; i++) {
            tolerance = i == 0 ? LAST_RESORT : TOLERANCE;
            if (order[i].given() == Claim.PAUSED) {
                var _ = improve(order[i]);
            }
        }
        tolerance = TOLERANCE;
        for (int i = 0; i < count && order[i].first(); i++) {
            while (improvable(order[i]) && improve(order[i])) {}
        }
        for (boolean improved = true; improved; ) {
            improved = false;
            for (int i = 0; i < count; i++) {
                improved |= improvable(order[i]) && improve(order[i]);
            }
        }
        remember(nowNs);
    }

    private static boolean improvable(Claim claim) {
        return claim.points() > 0 && claim.given() >= 0;
    }

    private boolean improve(Claim claim) {
        int next = claim.given() + 1;
        if (next >= claim.points()) {
            return false;
        }
        boolean inForce = next <= claim.inForce();
        // Nothing in force and nothing paused: a new claim, which need not wait.
        boolean fresh = claim.spatial() == Integer.MAX_VALUE;
        if (!inForce && !fresh && !(next == 0 ? mayResume : mayRise)) {
            return false;
        }
        long step = claim.cost(next) - claim.cost(claim.given());
        if (step * (inForce ? tolerance : TO_SPARE) > left) {
            return false;
        }
        left -= step * (inForce ? TOLERANCE : TO_SPARE);
        claim.give(next);
        return true;
    }

    /** Who falls soon after it rose shall wait longer before it rises again. */
    private void remember(long nowNs) {
        boolean rises = false;
        boolean falls = false;
        for (int i = 0; i < count; i++) {
            Claim claim = order[i];
            if (claim.points() > 0 && claim.spatial() != Integer.MAX_VALUE) {
                rises |= claim.given() > claim.inForce();
                falls |= claim.given() < claim.inForce();
            }
        }
        if (falls) {
            boolean flapping = roseNs != Long.MIN_VALUE && nowNs - roseNs < FLAPPING_NS;
            holdNs = flapping ? Math.min(2 * holdNs, LONGEST_HOLD_NS) : mayRise ? FIRST_HOLD_NS : holdNs;
            heldUntilNs = nowNs + holdNs;
            resumeNs = nowNs + FIRST_HOLD_NS;
            roseNs = Long.MIN_VALUE; // one congestion is one reason, however far it makes us fall
        } else if (rises) {
            roseNs = nowNs;
        }
    }
}
