package chat.tertulia.functions.image;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What lies under {@code raw/}, as it was when a job began. A job is named by file and etag.
 *
 * @param delivery of the event; a second try of the same delivery has the same name
 */
record Upload(String fileId, Bucket.Head head, String delivery) {
    private static final Pattern CORRELATION_ID = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final int TAG_LENGTH = 8;

    String key() {
        return "raw/" + fileId;
    }

    String resultKey() {
        return resultKey(fileId);
    }

    static String resultKey(String fileId) {
        return "results/" + fileId + ".json";
    }

    /** Without quotes. */
    String etag() {
        return head.etag().replace("\"", "");
    }

    Purpose purpose() {
        return Purpose.of(head.purpose());
    }

    @Nullable
    String correlationId() {
        String id = head.correlationId();
        return id != null && CORRELATION_ID.matcher(id).matches() ? id : null;
    }

    /**
     * Differs for each upload and attempt, so that a late job of an earlier one never writes over what a verdict names.
     *
     * @param name such as {@code full.avif}
     */
    String mediaKey(String name, int attempt) {
        int dot = name.lastIndexOf('.');
        return "media/" + fileId + '/' + name.substring(0, dot) + '-' + tag() + '-' + attempt + name.substring(dot);
    }

    private String tag() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(etag().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, TAG_LENGTH);
        } catch (NoSuchAlgorithmException bug) {
            throw new IllegalStateException(bug);
        }
    }
}
