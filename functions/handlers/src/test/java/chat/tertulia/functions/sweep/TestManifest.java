package chat.tertulia.functions.sweep;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Manifests as docs/sweep.md describes them, and damaged ones. */
final class TestManifest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringBuilder lines = new StringBuilder();
    private long count;

    TestManifest(String sweepId, Instant createdAt, long graceMs, boolean dryRun) {
        lines.append("{\"manifest\":1,\"sweepId\":").append(json(sweepId));
        lines.append(",\"createdAt\":\"")
                .append(createdAt)
                .append("\",\"graceMs\":")
                .append(graceMs);
        lines.append(",\"dryRun\":").append(dryRun).append("}\n");
    }

    TestManifest key(String key) {
        return line(json(Map.of("key", key)));
    }

    TestManifest expected(String key) {
        return line("{\"key\":" + json(key) + ",\"expected\":true}");
    }

    TestManifest keys(Collection<String> sorted) {
        sorted.forEach(this::key);
        return this;
    }

    private TestManifest line(String line) {
        lines.append(line).append('\n');
        count++;
        return this;
    }

    TestManifest raw(String line) {
        lines.append(line).append('\n');
        return this;
    }

    /** With the trailer that belongs to it. */
    String text() {
        return lines + "{\"count\":" + count + ",\"sha256\":\"" + hash(lines.toString()) + "\"}\n";
    }

    String textWithout() {
        return lines.toString();
    }

    ManifestReader reader() {
        return new ManifestReader(new ByteArrayInputStream(gzip(text())));
    }

    static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException bug) {
            throw new UncheckedIOException(bug);
        }
    }
}
