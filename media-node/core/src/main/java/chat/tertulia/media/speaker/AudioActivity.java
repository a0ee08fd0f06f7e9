package chat.tertulia.media.speaker;

/**
 * Whether one track speaks: its level, smoothed fast upwards and slowly downwards, with hysteresis. Levels are those of RFC
 * 6464, in -dBov: 0 is loudest, 127 silence.
 */
public final class AudioActivity {
    /** Speech starts when the smoothed level is louder than this. */
    static final double ON_DBOV = -42;

    /** And ends when it was not louder than this for {@link #HANGOVER_NS}. */
    static final double OFF_DBOV = -50;

    static final long HANGOVER_NS = 500_000_000;
    private static final double ATTACK_NS = 100e6;
    private static final double RELEASE_NS = 250e6;
    private static final double SILENCE_DBOV = -127;

    private double smoothedDbov = SILENCE_DBOV;
    private long heardNs = Long.MIN_VALUE;
    private long loudNs;
    private boolean active;
    private boolean ranked;
    private boolean chosen;
    private boolean known;
    private boolean told;
    private boolean toldAudible;

    public void heard(int level, long nowNs) {
        double dbov = -level;
        double elapsedNs = heardNs == Long.MIN_VALUE ? 20e6 : Math.max(0, nowNs - heardNs);
        double constantNs = dbov > smoothedDbov ? ATTACK_NS : RELEASE_NS;
        smoothedDbov += (dbov - smoothedDbov) * Math.min(1, elapsedNs / constantNs);
        heardNs = nowNs;
        if (smoothedDbov > OFF_DBOV) {
            loudNs = nowNs;
        }
    }

    /** From now on it competes with the other microphones of the room. */
    void rank() {
        ranked = true;
    }

    /** Somebody else compares, and has decided. */
    public void impose(boolean isChosen) {
        ranked = true;
        chosen = isChosen;
    }

    /** A packet came, with a level or without. True for the first. */
    boolean know() {
        boolean first = !known;
        known = true;
        return first;
    }

    boolean known() {
        return known;
    }

    /** True when {@link #selected} is another one than at the last call. */
    boolean news() {
        boolean news = known && (!told || toldAudible != selected());
        told = known;
        toldAudible = selected();
        return news;
    }

    boolean chosen() {
        return chosen;
    }

    void chosen(boolean isChosen) {
        chosen = isChosen;
    }

    /** Whether it is to be forwarded. What tells no level cannot compete, and is. */
    public boolean selected() {
        return !ranked || chosen;
    }

    double smoothedDbov() {
        return smoothedDbov;
    }

    boolean loudSince(long sinceNs) {
        return heardNs != Long.MIN_VALUE && loudNs >= sinceNs;
    }

    /** True when the track began or ceased to speak. */
    public boolean changed(long nowNs) {
        boolean heardLately = heardNs != Long.MIN_VALUE && nowNs - loudNs <= HANGOVER_NS;
        boolean speaks = active ? heardLately : heardLately && smoothedDbov > ON_DBOV;
        boolean changed = speaks != active;
        active = speaks;
        return changed;
    }

    public boolean active() {
        return active;
    }

    /** Silence from now on, whatever comes: muted or gone. True when it was speaking. */
    public boolean silence() {
        boolean was = active;
        active = false;
        smoothedDbov = SILENCE_DBOV;
        heardNs = Long.MIN_VALUE;
        return was;
    }

    /** Linear, 0 to 1. */
    public double level() {
        return active ? Math.pow(10, smoothedDbov / 20) : 0;
    }
}
