package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.engine.Frame;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An event on its way to any number of sockets, encoded once. With recovery its last argument is the offset, by which a client
 * names the last event it has seen; the offset is the emission's own, so all receivers share the frames. Immutable.
 */
public final class Emission {
    private static final AtomicLong SEQUENCE = new AtomicLong();

    private final long sequence = SEQUENCE.incrementAndGet();
    private final String offset = Long.toString(sequence, Character.MAX_RADIX);
    private final long madeNs = System.nanoTime();
    private final String namespace;
    private final String body;
    private final List<byte[]> attachments;
    private final List<Frame> frames;

    private Emission(String namespace, String body, List<byte[]> attachments, boolean recoverable) {
        this.namespace = namespace;
        this.body = body;
        this.attachments = attachments;
        String prefix = SocketCodec.prefix('2', attachments.size(), namespace, SocketPacket.NO_ID);
        Frame text = Frame.message(prefix + body + (recoverable ? ",\"" + offset + "\"]" : "]"));
        if (attachments.isEmpty()) {
            frames = List.of(text);
        } else {
            List<Frame> all = new ArrayList<>(List.of(text));
            attachments.forEach(bytes -> all.add(Frame.message(bytes)));
            frames = List.copyOf(all);
        }
    }

    /**
     * An event of the main namespace that can be replayed.
     *
     * @param quotedName the name as a JSON string
     * @param json its one argument as JSON text
     */
    public static Emission recoverable(String quotedName, String json) {
        return new Emission("/", "[" + quotedName + "," + json, List.of(), true);
    }

    /** An event with any arguments, binary ones among them. */
    static Emission of(String namespace, ArrayNode nameAndArguments, boolean recoverable) {
        List<byte[]> binary = new ArrayList<>();
        String json = Attachments.extract(nameAndArguments, binary).toString();
        return new Emission(namespace, json.substring(0, json.length() - 1), binary, recoverable);
    }

    /** The same event under an offset of its own. */
    Emission again() {
        return new Emission(namespace, body, attachments, true);
    }

    long sequence() {
        return sequence;
    }

    String offset() {
        return offset;
    }

    long madeNs() {
        return madeNs;
    }

    List<Frame> frames() {
        return frames;
    }

    int cost() {
        int cost = 0;
        for (Frame frame : frames) {
            cost += frame.cost();
        }
        return cost;
    }
}
