package chat.tertulia.upload;

import chat.tertulia.platform.Json;
import chat.tertulia.platform.Refusal;
import chat.tertulia.upload.StoredFile.Derived;
import chat.tertulia.upload.StoredFile.Look;
import chat.tertulia.upload.StoredFile.Rendition;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The image function's verdict in {@code results/<fileId>.json}. It comes from another process: parsing is total. */
sealed interface ResultDocument {
    /** Derived pictures are in the bucket. */
    record Done(String sourceEtag, Derived derived) implements ResultDocument {}

    /** The function is at work, and its lease lasts until then: epoch milliseconds, or ISO 8601 in the document. */
    record Processing(String sourceEtag, long leaseUntil) implements ResultDocument {}

    /** The function has given up, not because of the file; at epoch milliseconds, 0 when it does not say when. */
    record Failed(String sourceEtag, String code, long finishedAt) implements ResultDocument {}

    /** The function will not make a picture of this. */
    record Rejected(String sourceEtag, String code) implements ResultDocument {}

    /** There is no document yet. */
    record None() implements ResultDocument {}

    None NONE = new None();

    /** Not a verdict about this file. */
    record Malformed(String why) implements ResultDocument {}

    /** A code is a word and no text: it is told to clients, and a function of another version may know more of them. */
    Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    /** Base 83 of https://blurha.sh; what the length must be follows from the first character. */
    String BASE_83 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

    /** What may be served inline: formats without scripts. */
    Set<String> PICTURES = Set.of("image/avif", "image/webp", "image/jpeg", "image/png", "image/gif");

    Pattern COLOUR = Pattern.compile("#[0-9a-f]{6}");
    int MAX_SIDE = 1 << 16;
    int MAX_FRAMES = 100_000;

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
            case "rejected" -> ended(root, Rejected::new);
            case "failed" ->
                ended(
                        root,
                        (etag, code) -> new Failed(
                                etag, code, time(root.path("finishedAt")).orElse(0)));
            case "processing" -> processing(root);
            default -> new Malformed("unknown state");
        };
    }

    private static ResultDocument ended(JsonNode root, BiFunction<String, String, ResultDocument> verdict) {
        String code = text(root, "code");
        return CODE.matcher(code).matches()
                ? verdict.apply(text(root, "sourceEtag"), code)
                : new Malformed("a code that is no word");
    }

    private static ResultDocument processing(JsonNode root) {
        OptionalLong leaseUntil = time(root.path("leaseUntil"));
        return leaseUntil.isPresent()
                ? new Processing(text(root, "sourceEtag"), leaseUntil.getAsLong())
                : new Malformed("a lease without an end");
    }

    private static OptionalLong time(JsonNode node) {
        try {
            return OptionalLong.of(
                    node.isIntegralNumber()
                            ? node.asLong()
                            : Instant.parse(node.asText("")).toEpochMilli());
        } catch (DateTimeException | ArithmeticException notATime) {
            return OptionalLong.empty();
        }
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
        return new Done(text(root, "sourceEtag"), new Derived(full, thumb, look(root)));
    }

    private static Look look(JsonNode root) {
        String colour = text(root, "dominantColor");
        String hash = text(root, "blurHash");
        return new Look(
                COLOUR.matcher(colour).matches() ? colour : null,
                isBlurHash(hash) ? hash : null,
                root.path("animated").asBoolean(false),
                Math.clamp(root.path("frames").asInt(1), 1, MAX_FRAMES));
    }

    private static boolean isBlurHash(String hash) {
        if (hash.isEmpty() || !hash.chars().allMatch(c -> BASE_83.indexOf(c) >= 0)) {
            return false;
        }
        int size = BASE_83.indexOf(hash.charAt(0));
        return hash.length() == 4 + 2 * (size % 9 + 1) * (size / 9 + 1);
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
