package chat.tertulia.scenario;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The server under test. A test class says {@link Required}: Arquillian starts the server before the first of them and stops
 * it after the last, this extension waits until it is ready.
 */
public final class RunningServer implements BeforeAllCallback {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Put on a test class, it brings store, server and waiting, in their order. */
    @java.lang.annotation.Target(java.lang.annotation.ElementType.TYPE)
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    @ExtendWith({StoreBeside.class, ArquillianExtension.class, RunningServer.class})
    public @interface Required {}

    @Override
    public void beforeAll(ExtensionContext context) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String state = "not asked";
        while (System.nanoTime() - deadline < 0) {
            try {
                HttpResponse<String> ready = get("/health/ready");
                if (ready.statusCode() == 200) {
                    return;
                }
                state = ready.body();
            } catch (IOException refused) {
                state = refused.toString();
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        throw new IllegalStateException("The server is not ready yet: " + state);
    }

    public static String url() {
        return "http://127.0.0.1:" + Integer.getInteger("it.http.port");
    }

    /** Where this run may leave files. */
    public static Path folder() {
        return Path.of(Objects.requireNonNull(System.getProperty("it.folder"), "it.folder"));
    }

    public static HttpResponse<String> get(String path, String... headers) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(30));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }
}
