package chat.tertulia.upload;

import chat.tertulia.platform.Json;
import chat.tertulia.platform.Refusal;
import chat.tertulia.upload.StoredFile.Derived;
import chat.tertulia.upload.StoredFile.Rendition;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The image function's verdict in {@code results/<fileId>.json}. It comes from another process: parsing is total. */
sealed interface ResultDocument {
    /** Derived pictures are in the bucket. */
    record Done(String sourceEtag, Derived derived) implements ResultDocument {}

    /** The function will not make a picture of this. */
    record Rejected(String sourceEtag, String code) implements ResultDocument {}

    /** Not a verdict about this file. */
    record Malformed(String why) implements ResultDocument {}

    Set<String> CODES =
            Set.of("unsupported_format", "corrupt", "too_many_pixels", "too_many_frames", "timed_out", "too_large");

    /** What may be served inline: formats without scripts. */
    Set<String> PICTURES = Set.of("image/avif", "image/webp", "image/jpeg", "image/png", "image/gif");

    Pattern COLOUR = Pattern.compile("#[0-9a-f]{6}");
    int MAX_SIDE = 1 << 16;

    static ResultDocument parse(String fileId, byte[] json) {
        JsonNode root;
        try {
            root = Json.tree(new String(json, StandardCharsets.UTF_8));
        } catch (Refusal notJson) {
            return new Malformed("not JSON");
        }
        if (!fileId.equals(text(root, "fileId"))) {
            return new Malformed("another file's result");
        }
        String state = text(root, "state");
        return switch (state) {
            case "done" -> done(fileId, root);
            case "rejected" -> rejected(root);
            default -> new Malformed("unknown state");
        };
    }

    private static ResultDocument rejected(JsonNode root) {
        String code = text(root, "code");
        return CODES.contains(code)
                ? new Rejected(text(root, "sourceEtag"), code)
                : new Malformed("unknown code of rejection");
    }

    private static ResultDocument done(String fileId, JsonNode root) {
        Rendition full = rendition(fileId, root.path("full"));
        if (full == null) {
            return new Malformed("no full picture");
        }
        JsonNode thumbNode = root.path("thumb");
        Rendition thumb = rendition(fileId, thumbNode);
        if (thumb == null && thumbNode.isObject()) {
            return new Malformed("a thumbnail that makes no sense");
        }
        String colour = text(root, "dominantColor");
        String dominant = COLOUR.matcher(colour).matches() ? colour : null;
        return new Done(text(root, "sourceEtag"), new Derived(full, thumb, dominant));
    }

    private static @Nullable Rendition rendition(String fileId, JsonNode node) {
        String key = text(node, "key");
        String mime = text(node, "mime");
        int width = node.path("width").asInt(0);
        int height = node.path("height").asInt(0);
        long size = node.path("size").asLong(0);
        // A key of another file would hand that file to whoever may read this one.
        boolean own = key.startsWith("media/" + fileId + "/") && !key.contains("..");
        boolean sane = PICTURES.contains(mime)
                && width > 0
                && width <= MAX_SIDE
                && height > 0
                && height <= MAX_SIDE
                && size > 0;
        return own && sane ? new Rendition(key, mime, width, height, size) : null;
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }
}
