package chat.tertulia.media.sctp;

import chat.tertulia.media.sctp.SctpEvent.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The ordered messages of one stream: whole ones wait for those before them. */
final class IncomingStream {
    private final Map<Integer, Message> waiting = new HashMap<>();
    private int expected;

    /** False when a message with this number waits already: no peer of good will does that. */
    boolean add(int sequence, Message message, Consumer<Message> out) {
        if (sequence != expected) {
            return waiting.putIfAbsent(sequence, message) == null;
        }
        out.accept(message);
        expected = next(expected);
        flush(out);
        return true;
    }

    /** The peer has given up all up to this number (RFC 3758 §3.6). */
    void skip(int sequence, Consumer<Message> out) {
        if ((short) (sequence - expected) < 0) {
            return;
        }
        int skipped = (sequence - expected) & 0xffff;
        int[] before = waiting.keySet().stream()
                .mapToInt(number -> (number - expected) & 0xffff)
                .filter(ahead -> ahead <= skipped)
                .sorted()
                .toArray();
        IntStream.of(before).forEach(ahead -> {
            Message message = waiting.remove((expected + ahead) & 0xffff);
            if (message != null) {
                out.accept(message);
            }
        });
        expected = next(sequence);
        flush(out);
    }

    /** Numbering begins anew (RFC 6525 §5.2.2). Returns what was still waiting, by cost. */
    int reset() {
        int cost = waiting.values().stream().mapToInt(Inbox::cost).sum();
        waiting.clear();
        expected = 0;
        return cost;
    }

    private void flush(Consumer<Message> out) {
        for (Message message = waiting.remove(expected); message != null; message = waiting.remove(expected)) {
            out.accept(message);
            expected = next(expected);
        }
    }

    private static int next(int sequence) {
        return (sequence + 1) & 0xffff;
    }
}
