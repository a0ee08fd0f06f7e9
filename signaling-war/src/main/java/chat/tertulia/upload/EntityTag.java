package chat.tertulia.upload;

import org.jspecify.annotations.Nullable;

/** Conditions on entity tags (RFC 9110 §13.1). */
final class EntityTag {
    private EntityTag() {}

    /**
     * Whether an {@code If-None-Match} names the tag, by weak comparison. Total: what is no list of tags names none.
     *
     * @param etag quoted, without a comma
     */
    static boolean isAmong(String etag, @Nullable String header) {
        if (header == null) {
            return false;
        }
        for (String one : header.split(",", 100)) {
            String tag = one.strip();
            if (tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }
}
