package chat.tertulia.functions.host;

/** How an invocation ended. */
sealed interface Answer {
    record Succeeded(String body) implements Answer {}

    /** @param why for the log and the dead letter */
    record Failed(String why) implements Answer {}
}
