package chat.tertulia.functions.sweep;

import chat.tertulia.functions.sweep.ManifestEntry.Broken;
import chat.tertulia.functions.sweep.ManifestEntry.End;
import chat.tertulia.functions.sweep.ManifestEntry.Header;
import chat.tertulia.functions.sweep.ManifestEntry.Reference;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code sweeps/<sweepId>/manifest.jsonl.gz} (docs/sweep.md) line by line. Total: what is wrong is a
 * {@link Broken}, after which nothing comes.
 */
public final class ManifestReader implements AutoCloseable {
    private static final int VERSION = 1;
    private static final ObjectMapper JSON =
            new ObjectMapper(JsonFactory.builder().build());

    private final InputStream bytes;
    private @Nullable LineReader lines;
    private @Nullable String lastKey;
    private long references;

    /** @param bytes gzip; closed with this */
    public ManifestReader(InputStream bytes) {
        this.bytes = bytes;
    }

    /** The first call. @return a {@link Header} or a {@link Broken} */
    public ManifestEntry header() throws IOException {
        try {
            lines = new LineReader(new GZIPInputStream(bytes));
            String line = lines.next();
            return line == null ? new Broken(RefusalCode.TRUNCATED) : header(line);
        } catch (EOFException | ZipException cut) {
            return new Broken(RefusalCode.TRUNCATED);
        }
    }

    /**
     * @return a {@link Reference}, the {@link End} or a {@link Broken}
     * @throws IOException when the bytes could not be fetched: says nothing about the manifest
     */
    public ManifestEntry next() throws IOException {
        LineReader from = lines;
        if (from == null) {
            throw new IllegalStateException("The header comes first.");
        }
        try {
            String line = from.next();
            return line == null ? new Broken(RefusalCode.TRUNCATED) : entry(line, from);
        } catch (EOFException | ZipException cut) {
            return new Broken(RefusalCode.TRUNCATED);
        }
    }

    private static ManifestEntry header(String line) {
        try {
            JsonNode root = JSON.readTree(line);
            long graceMs = root.path("graceMs").asLong(-1);
            if (root.path("manifest").asInt() != VERSION
                    || graceMs < 0
                    || !root.path("dryRun").isBoolean()) {
                return new Broken(RefusalCode.MALFORMED);
            }
            return new Header(
                    root.path("sweepId").asText(),
                    Instant.parse(root.path("createdAt").asText()),
                    Duration.ofMillis(graceMs),
                    root.path("dryRun").asBoolean());
        } catch (JsonProcessingException | DateTimeParseException notAHeader) {
            return new Broken(RefusalCode.MALFORMED);
        }
    }

    private ManifestEntry entry(String line, LineReader from) throws IOException {
        Line parsed;
        try (JsonParser parser = JSON.createParser(line)) {
            parsed = Line.of(parser);
        } catch (JsonProcessingException notJson) {
            return new Broken(RefusalCode.MALFORMED);
        }
        return parsed.key() != null ? reference(parsed.key(), parsed.expected()) : end(parsed, from);
    }

    private ManifestEntry reference(String key, boolean expected) {
        if (Sweep.SWEPT.stream().noneMatch(key::startsWith)) {
            return new Broken(RefusalCode.MALFORMED);
        }
        if (lastKey != null && KeyOrder.UTF_8.compare(lastKey, key) >= 0) {
            return new Broken(RefusalCode.UNSORTED);
        }
        lastKey = key;
        references++;
        return new Reference(key, expected);
    }

    private ManifestEntry end(Line trailer, LineReader from) throws IOException {
        if (trailer.sha256() == null) {
            return new Broken(RefusalCode.MALFORMED);
        }
        boolean agrees = trailer.count() == references && trailer.sha256().equals(from.hash());
        return agrees && from.isAtEnd() ? new End(references) : new Broken(RefusalCode.TRUNCATED);
    }

    /** Read by hand, since there are millions of them. */
    private record Line(
            @Nullable String key,
            boolean expected,
            long count,
            @Nullable String sha256) {
        static Line of(JsonParser parser) throws IOException {
            String key = null;
            String hash = null;
            boolean expected = false;
            long count = -1;
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Line(null, false, -1, null);
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "key" -> key = parser.getValueAsString();
                    case "expected" -> expected = parser.getValueAsBoolean();
                    case "count" -> count = parser.getValueAsLong(-1);
                    case "sha256" -> hash = parser.getValueAsString();
                    default -> parser.skipChildren();
                }
            }
            return new Line(key, expected, count, hash);
        }
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
