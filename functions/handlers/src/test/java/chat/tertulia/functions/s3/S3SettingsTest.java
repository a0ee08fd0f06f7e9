package chat.tertulia.functions.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class S3SettingsTest {
    /** Of {@code {}}. */
    private static final String SHA_256 = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

    @Test
    void shouldSendBodiesWithoutChunksToStoresOtherThanAws() throws Exception {
        HttpServer store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        CompletableFuture<Headers> request = new CompletableFuture<>();
        store.createContext("/", exchange -> {
            request.complete(exchange.getRequestHeaders());
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        store.start();
        URI endpoint = URI.create("http://127.0.0.1:" + store.getAddress().getPort());
        S3Settings settings = new S3Settings(endpoint, "us-east-1", "bucket", new S3Settings.Keys("key", "secret"));
        try (S3Client client = settings.client()) {
            client.putObject(put -> put.bucket("bucket").key("key"), RequestBody.fromString("{}"));
        } finally {
            store.stop(0);
        }

        Headers headers = request.get(1, TimeUnit.MINUTES);
        assertEquals("2", headers.getFirst("Content-Length"));
        assertEquals(SHA_256, headers.getFirst("x-amz-content-sha256"));
        for (String name : List.of("Content-Encoding", "x-amz-trailer", "Transfer-Encoding")) {
            assertFalse(headers.containsKey(name), name);
        }
    }
}
