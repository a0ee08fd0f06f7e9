package chat.tertulia.functions.host;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes down the keys of the S3 events it is given, and fails at one of them. Runs in the process of the function. */
public final class NotingFunction implements RequestHandler<S3Event, String> {
    @Override
    public String handleRequest(S3Event event, Context context) {
        for (var record : event.getRecords()) {
            String key = record.getS3().getObject().getUrlDecodedKey();
            note(key);
            if (key.equals(System.getenv("EXIT_KEY"))) {
                Runtime.getRuntime().halt(9);
            }
            String mended = System.getenv("FAIL_UNLESS");
            if (key.equals(System.getenv("FAIL_KEY")) && (mended == null || !Files.exists(Path.of(mended)))) {
                throw new IllegalStateException("as told: " + key);
            }
        }
        return "ok";
    }

    private static void note(String key) {
        try {
            Files.writeString(Path.of(System.getenv("NOTES")), key + "\n", StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
