package chat.tertulia.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /health/ready} says.
 *
 * @param up the server's own verdict
 * @param mediaNodes as the check {@code media} counts them
 */
record Health(boolean up, int mediaNodes) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TIMEOUT_MS = 2000;
    private static final int MAX_BODY = 1 << 16;

    boolean ready() {
        return up && mediaNodes >= 1;
    }

    /** Null while nobody answers. */
    static @Nullable Health of(String serverUrl) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(serverUrl + "/health/ready").toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            int status = connection.getResponseCode();
            try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                return body == null ? null : parse(new String(body.readNBytes(MAX_BODY), StandardCharsets.UTF_8));
            }
        } catch (IOException nobody) {
            return null;
        }
    }

    static @Nullable Health parse(String text) throws IOException {
        JsonNode root = JSON.readTree(text);
        if (!root.has("status")) {
            return null;
        }
        int nodes = 0;
        for (JsonNode check : root.path("checks")) {
            if (check.path("name").asText().equals("media")) {
                nodes = check.path("data").path("nodes").asInt();
            }
        }
        return new Health(root.path("status").asText().equals("UP"), nodes);
    }
}
