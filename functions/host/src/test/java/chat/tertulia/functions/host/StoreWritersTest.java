package chat.tertulia.functions.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import chat.tertulia.functions.store.ObjectStore;
import chat.tertulia.functions.store.StoreConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which pages the embedded store lets write: what a browser asks before it sends a part (CORS preflight of Fetch). */
class StoreWritersTest {
    private static final String PAGE = "https://talk.example.org";

    @TempDir
    Path folder;

    @Test
    void shouldLetNamedPagesPut() throws Exception {
        HttpResponse<Void> answer = preflight(List.of(PAGE), PAGE, "PUT");
        assertEquals(200, answer.statusCode());
        assertEquals(Optional.of(PAGE), allowed(answer));
    }

    @Test
    void shouldLetNoOtherPageWriteNorAnyPageRead() throws Exception {
        String other = "https://talkXexample.org";
        assertNotEquals(Optional.of(other), allowed(preflight(List.of(PAGE), other, "PUT")));
        assertEquals(400, preflight(List.of(PAGE), PAGE, "GET").statusCode());
    }

    @Test
    void shouldAnswerNoPageUnlessAsked() throws Exception {
        assertEquals(Optional.empty(), allowed(preflight(List.of(), PAGE, "PUT")));
    }

    private static Optional<String> allowed(HttpResponse<Void> answer) {
        return answer.headers().firstValue("Access-Control-Allow-Origin");
    }

    private HttpResponse<Void> preflight(List<String> writers, String origin, String method) throws Exception {
        ObjectStore store =
                ObjectStore.start(new StoreConfig(folder, 0, "tertulia", "key", "secret", writers), _ -> {});
        try (HttpClient browser = HttpClient.newHttpClient()) {
            URI part = store.endpoint().resolve("/tertulia/raw/file?partNumber=1&uploadId=u");
            HttpRequest request = HttpRequest.newBuilder(part)
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                    .header("Origin", origin)
                    .header("Access-Control-Request-Method", method)
                    .build();
            return browser.send(request, HttpResponse.BodyHandlers.discarding());
        } finally {
            store.stop();
        }
    }
}
