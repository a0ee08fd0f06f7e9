package chat.tertulia.functions.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RuntimeApiTest {
    private static final String NEXT = "/2018-06-01/runtime/invocation/next";

    @Test
    void shouldHandOverAndTakeTheAnswer() throws Exception {
        try (RuntimeApi api = new RuntimeApi("image");
                HttpClient client = HttpClient.newHttpClient()) {
            Invocation invocation = Invocation.of("{\"a\":1}");
            var offer = api.invoke(invocation, Duration.ofSeconds(9));
            var answer = offer.answer();
            assertFalse(offer.taken().isDone(), "its time runs from when the process asks");

            HttpResponse<String> next = get(client, api.address() + NEXT);

            assertEquals("{\"a\":1}", next.body());
            assertTrue(offer.taken().isDone());
            assertEquals(
                    invocation.id(),
                    next.headers().firstValue("Lambda-Runtime-Aws-Request-Id").orElseThrow());
            assertEquals(400, answer(client, api, "somebody-else"));
            assertFalse(answer.isDone());
            assertEquals(202, answer(client, api, invocation.id()));
            assertEquals(new Answer.Succeeded("\"ok\""), answer.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void shouldTellNobodyWithoutItsSecret() throws Exception {
        try (RuntimeApi api = new RuntimeApi("image");
                HttpClient client = HttpClient.newHttpClient()) {
            var answer = api.invoke(Invocation.of("{}"), Duration.ofSeconds(9)).answer();
            String port = api.address().substring(0, api.address().indexOf('/'));

            assertEquals(404, get(client, port + NEXT).statusCode());
            assertEquals(404, get(client, api.address() + "/else").statusCode());
            assertFalse(answer.isDone());
        }
    }

    private static HttpResponse<String> get(HttpClient client, String address) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://" + address)).build(), BodyHandlers.ofString());
    }

    private static int answer(HttpClient client, RuntimeApi api, String id) throws Exception {
        URI uri = URI.create("http://" + api.address() + "/2018-06-01/runtime/invocation/" + id + "/response");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .POST(BodyPublishers.ofString("\"ok\""))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }
}
