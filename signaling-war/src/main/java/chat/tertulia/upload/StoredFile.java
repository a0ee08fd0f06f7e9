package chat.tertulia.upload;

import org.jspecify.annotations.Nullable;

/**
 * A file's record.
 *
 * @param mime sniffed, never what the sender claimed
 * @param etag of the raw object, so that a result for other bytes is told apart
 * @param verdict null until the image function has spoken
 * @param code why it was rejected
 * @param createdAt epoch milliseconds
 */
public record StoredFile(
        String fileId,
        String uploaderMemberId,
        String name,
        String mime,
        long size,
        String etag,
        FileState state,
        @Nullable Derived verdict,
        @Nullable String code,
        long createdAt) {

    /** What the function made of a picture. */
    public record Derived(
            Rendition full,
            @Nullable Rendition thumb,
            @Nullable String dominantColor) {}

    /** One derived object. */
    public record Rendition(String key, String mime, int width, int height, long size) {}

    static String rawKey(String fileId) {
        return "raw/" + fileId;
    }

    static String resultKey(String fileId) {
        return "results/" + fileId + ".json";
    }

    public Attachment attachment() {
        if (verdict == null) {
            return new Attachment(fileId, name, mime, size, state, code, null, null, null, null, null);
        }
        Rendition full = verdict.full();
        Rendition thumb = verdict.thumb();
        return new Attachment(
                fileId,
                name,
                full.mime(),
                full.size(),
                state,
                code,
                full.width(),
                full.height(),
                thumb == null ? null : thumb.width(),
                thumb == null ? null : thumb.height(),
                verdict.dominantColor());
    }
}
