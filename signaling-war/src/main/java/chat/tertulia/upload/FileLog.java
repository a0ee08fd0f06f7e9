package chat.tertulia.upload;

import chat.tertulia.platform.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Logger;

/** One line of JSON for each step of a file; {@code fileId} and {@code correlationId} are those of the function's lines. */
final class FileLog {
    private static final Logger LOG = Logger.getLogger("chat.tertulia.files");

    private FileLog() {}

    /** @param ageMs since the upload */
    static void line(String event, StoredFile file, long ageMs) {
        LOG.info(() -> {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("event", event);
            line.put("fileId", file.fileId());
            line.put("correlationId", file.correlationId());
            line.put("purpose", file.purpose().wire());
            line.put("bytes", file.size());
            line.put("ageMs", ageMs);
            if (file.code() != null) {
                line.put("code", file.code());
            }
            return Json.write(line);
        });
    }

    /** A step of a file that has no record, or has none any more. */
    static void line(String event, String fileId, String correlationId) {
        LOG.info(() -> Json.write(Map.of("event", event, "fileId", fileId, "correlationId", correlationId)));
    }
}
