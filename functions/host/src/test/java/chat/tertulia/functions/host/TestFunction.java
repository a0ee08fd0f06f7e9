package chat.tertulia.functions.host;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Writes down what it was given and then does what it was told. Runs in the process of the function. */
public final class TestFunction implements RequestHandler<Map<String, String>, String> {
    public TestFunction() {
        if (System.getenv("FAIL_INIT") != null) {
            throw new IllegalStateException("no configuration");
        }
        String init = System.getenv("INIT_MS");
        if (init != null) {
            rest(Long.parseLong(init));
        }
    }

    @Override
    public String handleRequest(Map<String, String> event, Context context) {
        String name = event.getOrDefault("name", "?");
        note(name
                + ' '
                + context.getAwsRequestId()
                + ' '
                + ProcessHandle.current().pid());
        switch (event.getOrDefault("do", "ok")) {
            case "throw" -> throw new IllegalStateException("as told: " + name);
            case "exit" -> Runtime.getRuntime().halt(7);
            case "hang" -> rest(Long.MAX_VALUE);
            default -> {
                // nothing more
            }
        }
        return "done " + name;
    }

    private static void rest(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private static void note(String line) {
        try {
            Files.writeString(
                    Path.of(System.getenv("NOTES")), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
