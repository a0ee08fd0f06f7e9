package chat.tertulia.upload;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file's record.
 *
 * @param mime sniffed, never what the sender claimed
 * @param size bytes as uploaded
 * @param etag of the raw object, so that a result for other bytes is told apart
 * @param verdict null until the image function has spoken
 * @param code why it was rejected
 * @param correlationId of the request that brought it; in every log line about it, here and in the function
 * @param createdAt epoch milliseconds
 * @param queuedAt when the image function was last asked, epoch milliseconds
 */
public record StoredFile(
        String fileId,
        String uploaderMemberId,
        Purpose purpose,
        String name,
        String mime,
        long size,
        String etag,
        FileState state,
        @Nullable Derived verdict,
        @Nullable String code,
        String correlationId,
        long createdAt,
        long queuedAt) {

    /** What the function made of a picture. */
    public record Derived(Rendition full, @Nullable Rendition thumb, Look look) {}

    /** One derived object. */
    public record Rendition(String key, String mime, int width, int height, long size) {}

    /**
     * What can be shown before the picture itself.
     *
     * @param dominantColor {@code #rrggbb}
     * @param blurHash see blurha.sh
     * @param frames 1 for what does not move
     */
    public record Look(
            @Nullable String dominantColor, @Nullable String blurHash, boolean animated, int frames) {}

    static String rawKey(String fileId) {
        return "raw/" + fileId;
    }

    static String resultKey(String fileId) {
        return "results/" + fileId + ".json";
    }

    /** Every derived object's key begins so. */
    static String mediaPrefix(String fileId) {
        return "media/" + fileId + "/";
    }

    /** What the image function is told with the object. */
    static Map<String, String> metadata(Purpose purpose, String name, String correlationId) {
        return Map.of(
                "name", FileName.percentEncoded(name), "correlation-id", correlationId, "purpose", purpose.wire());
    }

    boolean isPending() {
        return state == FileState.QUEUED || state == FileState.PROCESSING;
    }

    public boolean isAnimated() {
        return verdict != null && verdict.look().animated();
    }

    public Attachment attachment() {
        return verdict == null
                ? new Attachment(fileId, name, mime, size, state, code, null)
                : new Attachment(
                        fileId,
                        name,
                        verdict.full().mime(),
                        verdict.full().size(),
                        state,
                        code,
                        Attachment.Picture.of(verdict));
    }
}
