package chat.tertulia.sweep;

import chat.tertulia.platform.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** Writes {@code manifest.jsonl.gz} line by line (docs/sweep.md): header, references in ascending order, trailer. */
final class ManifestLines {
    private static final int VERSION = 1;

    private final GZIPOutputStream gzip;
    private final MessageDigest digest = sha256();
    private String last = "";
    private long count;

    /** @param createdAt before the first reference was read */
    record Header(String sweepId, Instant createdAt, Duration grace, boolean dryRun) {}

    private record HeaderLine(int manifest, String sweepId, String createdAt, long graceMs, boolean dryRun) {}

    private record Trailer(long count, String sha256) {}

    /** @param out gets gzip; stays open */
    ManifestLines(OutputStream out, Header header) throws IOException {
        gzip = new GZIPOutputStream(out, 64 * 1024);
        write(Json.write(new HeaderLine(
                VERSION,
                header.sweepId(),
                header.createdAt().toString(),
                header.grace().toMillis(),
                header.dryRun())));
    }

    /**
     * @param key of ASCII, whose order in UTF-16 is that in UTF-8; with a slash at its end all keys below it
     * @param expected whether there has to be such an object
     */
    void reference(String key, boolean expected) throws IOException {
        if (key.compareTo(last) <= 0 || !isPlain(key)) {
            throw new IllegalStateException("The manifest would not ascend: " + key + " after " + last);
        }
        last = key;
        count++;
        write(expected ? "{\"key\":\"" + key + "\",\"expected\":true}" : "{\"key\":\"" + key + "\"}");
    }

    /** @return how many references there are */
    long end() throws IOException {
        write(Json.write(new Trailer(count, HexFormat.of().formatHex(digest.digest()))));
        gzip.finish();
        return count;
    }

    private void write(String line) throws IOException {
        byte[] bytes = (line + '\n').getBytes(StandardCharsets.UTF_8);
        digest.update(bytes);
        gzip.write(bytes);
    }

    private static boolean isPlain(String key) {
        return key.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\');
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
