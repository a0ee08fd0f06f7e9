package chat.tertulia.voice.node;

/** A command that had no effect, as far as we know: refused, unanswered, or the link is down. */
public final class NodeUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    NodeUnavailable(String code, String message) {
        super(message);
        this.code = code;
    }

    /** A reply that does not fit its command. */
    public static NodeUnavailable odd(String message) {
        return new NodeUnavailable("odd", message);
    }

    /** The code of the node's refusal, or {@code timeout} or {@code away}. */
    public String code() {
        return code;
    }
}
