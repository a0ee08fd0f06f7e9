package chat.tertulia.server;

/**
 * A custom emoji as members see it: {@code :name:} in a text stands for the picture.
 *
 * @param state of its file; there is a picture only when it is {@code done}
 */
public record EmojiView(String name, String fileId, boolean animated, String state, String uploadedBy) {}
