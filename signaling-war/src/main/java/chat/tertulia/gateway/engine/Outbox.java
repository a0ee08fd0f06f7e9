package chat.tertulia.gateway.engine;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Frames that wait for the transport, bounded by cost and by the age of the oldest. A frame counts until it has been
 * written. Owned by: the session, under its lock.
 */
final class Outbox {
    private final long maxCost;
    private final long maxAgeNs;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(4);
    private @Nullable Waiting writing;
    private long cost;

    Outbox(long maxCost, long maxAgeNs) {
        this.maxCost = maxCost;
        this.maxAgeNs = maxAgeNs;
    }

    private record Waiting(Frame frame, long sinceNs) {}

    void add(Frame frame, long nowNs) {
        waiting.add(new Waiting(frame, nowNs));
        cost += frame.cost();
    }

    /** Whether the reader is too slow: a single frame is let pass whatever its size. */
    boolean overflows(long nowNs) {
        Waiting oldest = writing != null ? writing : waiting.peek();
        if (oldest == null) {
            return false;
        }
        int frames = waiting.size() + (writing == null ? 0 : 1);
        return (cost > maxCost && frames > 1) || nowNs - oldest.sinceNs() > maxAgeNs;
    }

    /** The next frame to write; the one handed out before counts as written. Null when there is none. */
    @Nullable
    Frame next() {
        written();
        writing = waiting.poll();
        return writing == null ? null : writing.frame();
    }

    /** Everything that fits into one polling payload, at least one packet; null when there is none. */
    @Nullable
    String payload(int maxLength) {
        Frame first = next();
        if (first == null) {
            return null;
        }
        StringBuilder payload = new StringBuilder(first.inPayload());
        for (Waiting next = waiting.peek(); next != null; next = waiting.peek()) {
            String packet = next.frame().inPayload();
            if (payload.length() + packet.length() + 1 > maxLength) {
                break;
            }
            payload.append(EngineCodec.SEPARATOR).append(packet);
            next();
        }
        written();
        return payload.toString();
    }

    private void written() {
        if (writing != null) {
            cost -= writing.frame().cost();
            writing = null;
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    long cost() {
        return cost;
    }

    void clear() {
        waiting.clear();
        writing = null;
        cost = 0;
    }
}
