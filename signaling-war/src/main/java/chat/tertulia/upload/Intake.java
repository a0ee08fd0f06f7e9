package chat.tertulia.upload;

import chat.tertulia.platform.Tx;

/**
 * What is known of a file before its bytes.
 *
 * @param correlationId goes along with the object, so that the function's log can be found from here
 */
public record Intake(String memberId, Purpose purpose, String correlationId) {
    /** Gives a file its place in the transaction that makes its record; a refusal leaves neither. */
    @FunctionalInterface
    public interface Place {
        void take(Tx tx, StoredFile file);

        /** For an attachment, which has none until a message carries it. */
        static Place none() {
            return (_, _) -> {};
        }
    }
}
