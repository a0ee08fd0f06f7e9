package chat.tertulia.gateway.engine;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of the request line. The container's own would read a body of the form type, which a client may claim for
 * its packets.
 */
record Query(String version, String transport, String session) {
    static Query of(@Nullable String text) {
        Map<String, String> values = new HashMap<>();
        for (String pair : (text == null ? "" : text).split("&", 32)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.putIfAbsent(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
            }
        }
        return new Query(
                values.getOrDefault("EIO", ""), values.getOrDefault("transport", ""), values.getOrDefault("sid", ""));
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
