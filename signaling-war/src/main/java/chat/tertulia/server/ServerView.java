package chat.tertulia.server;

/**
 * The server as members see it.
 *
 * @param setupRequired whether nobody owns it yet
 */
public record ServerView(String id, String name, String description, boolean setupRequired) {}
