package chat.tertulia.gateway.engine;

/**
 * When to ping and when to give up. The deadline counts from the planned time of the ping, so that a late timer does not
 * prolong a dead session; half of the timeout is granted in any case, so that a stopped machine does not kill live ones.
 * Times are {@link System#nanoTime} values. Owned by: the session, under its lock.
 */
final class Heartbeat {
    private final long intervalNs;
    private final long timeoutNs;
    private boolean waiting;
    private long pingNs;
    private long nextNs;

    Heartbeat(long nowNs, long intervalNs, long timeoutNs) {
        this.intervalNs = intervalNs;
        this.timeoutNs = timeoutNs;
        pingNs = nowNs + intervalNs;
        nextNs = pingNs;
    }

    enum Due {
        NOTHING,
        PING,
        DEAD
    }

    /** What has to be done at this time; {@code PING} is returned once. */
    Due due(long nowNs) {
        if (nowNs - nextNs < 0) {
            return Due.NOTHING;
        }
        if (waiting) {
            return Due.DEAD;
        }
        waiting = true;
        long planned = nextNs + timeoutNs;
        long granted = nowNs + timeoutNs / 2;
        nextNs = planned - granted < 0 ? granted : planned;
        return Due.PING;
    }

    /** The ping has reached the transport just now, or a packet shows that the peer is there; only a pong ends the wait. */
    void extend(long nowNs) {
        if (waiting) {
            nextNs = nowNs + timeoutNs;
        }
    }

    /** The next ping keeps the beat, so that a round-trip does not add to every interval. */
    void pong(long nowNs) {
        if (waiting) {
            waiting = false;
            pingNs = Math.max(pingNs + intervalNs - nowNs, 0) + nowNs;
            nextNs = pingNs;
        }
    }

    /** When {@link #due} has to be asked next. */
    long nextNs() {
        return nextNs;
    }
}
