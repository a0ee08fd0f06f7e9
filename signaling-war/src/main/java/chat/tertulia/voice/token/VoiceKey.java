package chat.tertulia.voice.token;

import chat.tertulia.platform.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/**
 * LiveKit's pair of API key and secret. Made at the first start; whoever holds the file may mint tokens, so it is readable by
 * its owner only.
 */
public record VoiceKey(String key, String secret) {
    private static final String FILE = "livekit.json";

    /** Reads {@code keys/livekit.json} of the data folder, or makes it. */
    public static VoiceKey inFolder(Path dataDir) {
        Path file = dataDir.resolve("keys").resolve(FILE);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                store(file, fresh(new SecureRandom()));
            }
            JsonNode json = Json.tree(Files.readString(file));
            return new VoiceKey(json.path("key").asText(), json.path("secret").asText());
        } catch (IOException cause) {
            throw new UncheckedIOException("The voice key cannot be read or made: " + file, cause);
        }
    }

    /** HS256 takes a key of at least 256 bits (RFC 7518 §3.2). */
    public VoiceKey {
        if (key.isBlank() || secret.length() < 32) {
            throw new IllegalArgumentException("A voice key needs a name and a secret of at least 32 characters.");
        }
    }

    static VoiceKey fresh(SecureRandom random) {
        return new VoiceKey("TK" + text(random, 9), text(random, 32));
    }

    byte[] secretBytes() {
        return secret.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "VoiceKey[" + key + "]";
    }

    private static String text(SecureRandom random, int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    }

    private static void store(Path file, VoiceKey key) throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
            String json = Json.write(Map.of("key", key.key(), "secret", key.secret()));
            channel.write(java.nio.ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
