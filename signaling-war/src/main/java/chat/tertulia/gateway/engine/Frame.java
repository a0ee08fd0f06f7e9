package chat.tertulia.gateway.engine;

import java.util.Base64;

/** One packet ready to be sent, immutable and shared by all of its receivers. */
public sealed interface Frame {
    Frame CLOSE = new Text("1");
    Frame PING = new Text("2");
    Frame PROBED = new Text("3probe");
    Frame NOOP = new Text("6");

    /** What it counts against the limits of a queue: about its bytes on the wire, and never nothing. */
    int cost();

    /** Its form within a long-polling payload. */
    String inPayload();

    /**
     * A text frame.
     *
     * @param text with its packet type in front
     */
    record Text(String text) implements Frame {
        @Override
        public int cost() {
            return text.length() + 8;
        }

        @Override
        public String inPayload() {
            return text;
        }
    }

    // The bytes are handed on, never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Binary(byte[] bytes) implements Frame {
        @Override
        public int cost() {
            return bytes.length + 8;
        }

        @Override
        public String inPayload() {
            return "b" + Base64.getEncoder().encodeToString(bytes);
        }
    }

    /** A message packet that carries this text. */
    static Frame message(String text) {
        return new Text("4" + text);
    }

    static Frame message(byte[] bytes) {
        return new Binary(bytes);
    }
}
