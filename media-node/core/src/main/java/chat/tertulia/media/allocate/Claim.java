package chat.tertulia.media.allocate;

/**
 * What one receiver wants of one video, what that would cost, and what it was given. Costs are of operating points, a spatial
 * and a temporal layer each, worst first.
 */
public final class Claim {
    public static final int PAUSED = -1;

    /** Given when there is nothing to choose from. */
    public static final int FREE = -2;

    private static final int MOST_POINTS = 16;

    private final int[] spatial = new int[MOST_POINTS];
    private final int[] temporal = new int[MOST_POINTS];
    private final long[] costs = new long[MOST_POINTS];
    private int points;
    private int priority = Integer.MAX_VALUE;
    private int pixels = Integer.MAX_VALUE;
    private boolean speaking;
    private boolean mayPause = true;
    private int given = FREE;
    private int givenSpatial = Integer.MAX_VALUE;
    private int givenTemporal = Integer.MAX_VALUE;
    private boolean paused;

    /**
     * @param wishedPriority 1 is first, 0 for none
     * @param drawn pixels that it is drawn with, 0 for unknown
     * @param pausable false when it is to keep its worst point whatever that costs
     */
    public void wish(int drawn, int wishedPriority, boolean pausable) {
        mayPause = pausable;
        pixels = drawn <= 0 ? Integer.MAX_VALUE : drawn;
        priority = wishedPriority <= 0 ? Integer.MAX_VALUE : wishedPriority;
    }

    /** Costs are told anew by {@link #point}. */
    public void begin(boolean publisherSpeaks) {
        points = 0;
        speaking = publisherSpeaks;
    }

    /** An operating point that is better than all before. What costs more than a better one is of no use. */
    public void point(int spatialLayer, int temporalLayer, long bitsPerSecond) {
        while (points > 0 && costs[points - 1] >= bitsPerSecond && spatial[points - 1] < spatialLayer) {
            points--;
        }
        if (points < MOST_POINTS) {
            spatial[points] = spatialLayer;
            temporal[points] = temporalLayer;
            costs[points++] = bitsPerSecond;
        }
    }

    int points() {
        return points;
    }

    long cost(int point) {
        return point < 0 ? 0 : costs[point];
    }

    /** Of what was given. */
    public long cost() {
        return points == 0 ? 0 : cost(given);
    }

    /** Of the best point. */
    public long mostCost() {
        return points == 0 ? 0 : costs[points - 1];
    }

    boolean mayPause() {
        return mayPause;
    }

    boolean first() {
        return priority != Integer.MAX_VALUE;
    }

    boolean before(Claim other) {
        if (priority != other.priority) {
            return priority < other.priority;
        }
        return speaking == other.speaking ? pixels > other.pixels : speaking;
    }

    int given() {
        return given;
    }

    void give(int point) {
        given = point;
    }

    /** Index of the point that is in force, or of the nearest below it that still is one; {@link #PAUSED} also when nothing is. */
    int inForce() {
        if (paused || givenSpatial == Integer.MAX_VALUE) {
            return PAUSED;
        }
        int nearest = PAUSED;
        for (int i = 0; i < points; i++) {
            boolean within = spatial[i] < givenSpatial || (spatial[i] == givenSpatial && temporal[i] <= givenTemporal);
            nearest = within ? i : nearest;
        }
        return nearest;
    }

    /** Takes what was given into force. True when that is another operating point than before. */
    public boolean settle() {
        int newSpatial = given == FREE ? Integer.MAX_VALUE : given == PAUSED ? -1 : spatial[given];
        int newTemporal = given < 0 || bestOfItsSize() ? Integer.MAX_VALUE : temporal[given];
        boolean changed = newSpatial != givenSpatial || newTemporal != givenTemporal;
        givenSpatial = newSpatial;
        givenTemporal = newTemporal;
        paused = given == PAUSED;
        return changed;
    }

    /** A frame rate that nothing is known to be above of is no limit: more may be learned of the stream. */
    private boolean bestOfItsSize() {
        return given == points - 1 || spatial[given + 1] != spatial[given];
    }

    /** Takes all limits away. True when there was one. */
    public boolean free() {
        given = FREE;
        return settle();
    }

    /** Highest spatial layer that may be sent, -1 while paused, {@link Integer#MAX_VALUE} without a limit. */
    public int spatial() {
        return givenSpatial;
    }

    public int temporal() {
        return givenTemporal;
    }

    public boolean paused() {
        return paused;
    }
}
