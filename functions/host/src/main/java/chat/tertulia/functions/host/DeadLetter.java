package chat.tertulia.functions.host;

/**
 * An event that no attempt could get through.
 *
 * @param id of the invocation
 * @param event JSON as it was delivered
 * @param lastError of the last attempt
 */
public record DeadLetter(String function, String id, String event, int attempts, String lastError) {}
