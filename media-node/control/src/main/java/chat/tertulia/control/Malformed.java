package chat.tertulia.control;

/** A frame that is not a message of this protocol. Ends the link, which is dialled anew. */
public final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
        super(message);
    }
}
