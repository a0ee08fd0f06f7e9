package chat.tertulia.media.sctp;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Messages that wait for their TSNs: streams take turns by message, so that a large one does not hold up the others. */
final class SendQueue {
    private final Map<Integer, OutgoingStream> streams = new HashMap<>();
    private final Queue<OutgoingStream> turns = new ArrayDeque<>();
    private @Nullable OutgoingMessage current;
    private int held;

    OutgoingStream stream(int id) {
        return streams.computeIfAbsent(id, OutgoingStream::new);
    }

    int held() {
        return held;
    }

    boolean empty() {
        return current == null && turns.isEmpty();
    }

    void add(OutgoingMessage message) {
        OutgoingStream stream = message.stream;
        if (stream.waiting.isEmpty()) {
            turns.add(stream);
        }
        stream.waiting.add(message);
        stream.held += message.cost();
        held += message.cost();
    }

    /** The message whose next fragment is to be sent: one that is begun is finished first (RFC 9260 §6.9). */
    @Nullable
    OutgoingMessage next(long nowNs) {
        if (current != null && !current.allBegun() && !current.abandoned) {
            return current;
        }
        current = null;
        for (int i = turns.size(); i > 0; i--) {
            OutgoingStream stream = turns.remove();
            OutgoingMessage message = stream.paused ? null : unexpired(stream, nowNs);
            if (!stream.waiting.isEmpty()) {
                turns.add(stream);
            }
            if (message != null) {
                current = message;
                return message;
            }
        }
        return null;
    }

    private @Nullable OutgoingMessage unexpired(OutgoingStream stream, long nowNs) {
        for (OutgoingMessage message = stream.waiting.poll(); message != null; message = stream.waiting.poll()) {
            if (!message.expired(nowNs)) {
                return message;
            }
            release(message);
        }
        return null;
    }

    /** Drops the oldest message that waits on the stream. False when none does. */
    boolean dropOldest(int id) {
        OutgoingStream stream = streams.get(id);
        OutgoingMessage oldest = stream == null ? null : stream.waiting.poll();
        if (oldest == null) {
            return false;
        }
        release(oldest);
        if (oldest.stream.waiting.isEmpty()) {
            turns.remove(oldest.stream);
        }
        return true;
    }

    /** All that waits on the stream; what has a TSN goes on. */
    void dropAll(int id) {
        boolean more = true;
        while (more) {
            more = dropOldest(id);
        }
    }

    /** The message is acknowledged or given up. */
    void release(OutgoingMessage message) {
        message.stream.held -= message.cost();
        held -= message.cost();
    }

    boolean busy(int id) {
        OutgoingStream stream = streams.get(id);
        OutgoingMessage begun = current;
        return (stream != null && !stream.waiting.isEmpty())
                || (begun != null && begun.stream.id == id && !begun.allBegun() && !begun.abandoned);
    }

    void clear() {
        streams.clear();
        turns.clear();
        current = null;
        held = 0;
    }
}
