package chat.tertulia.functions.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.functions.store.ObjectCreated;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class NotificationTest {
    @Test
    void shouldReadWhatS3Sends() throws IOException {
        ObjectCreated object = only("aws-put");
        assertEquals("Put", object.cause());
        assertEquals("raw/Happy Face+s.jpg", object.key());
        assertEquals(1024, object.size());
        assertEquals("d41d8cd98f00b204e9800998ecf8427e", object.etag());
    }

    @Test
    void shouldReadWhatMinioSends() throws IOException {
        assertEquals(
                new ObjectCreated(
                        "Put",
                        "tertulia",
                        "raw/a b.png",
                        67,
                        "5b1a6b1c1f2b3c4d5e6f708192a3b4c5",
                        Instant.parse("2026-03-01T12:00:00Z")),
                only("minio-put"));
        assertEquals("sweeps/s1/manifest.jsonl.gz", only("minio-multipart").key());
    }

    @Test
    void shouldTakeOtherNewsForNoNews() throws IOException {
        assertEquals(Optional.of(List.of()), Notification.parse(fixture("aws-test")));
        assertEquals(Optional.of(List.of()), Notification.parse(fixture("minio-removed")));
    }

    @Test
    void shouldReadBackWhatItMakesItself() {
        ObjectCreated object = new ObjectCreated(
                "Copy", "tertulia", "raw/\u00e9 +%/\ud83d\ude00", 5, "abc", Instant.parse("2026-03-01T12:00:00Z"));
        assertEquals(Optional.of(List.of(object)), Notification.parse(bytes(object.toJson())));
    }

    @Test
    void shouldGiveAnAnswerToAnything() throws IOException {
        assertEquals(Optional.empty(), Notification.parse(bytes("")));
        assertEquals(Optional.empty(), Notification.parse(bytes("[1]")));
        assertEquals(Optional.empty(), Notification.parse(bytes("{\"Records\":")));
        assertEquals(Optional.of(List.of()), Notification.parse(bytes("{\"Records\":[null,7,{}]}")));
        assertEquals(
                Optional.of(List.of()),
                Notification.parse(bytes("{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":"
                        + "{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"%zz\"}}}]}")));
        long seed = System.nanoTime();
        RandomGenerator random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            byte[] damaged = fixture("minio-put");
            for (int j = random.nextInt(5); j >= 0; j--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            assertTrue(Notification.parse(damaged).stream().mapToInt(List::size).sum() <= 1, "seed " + seed);
        }
    }

    private static ObjectCreated only(String name) throws IOException {
        List<ObjectCreated> objects = Notification.parse(fixture(name)).orElseThrow();
        assertEquals(1, objects.size());
        return objects.getFirst();
    }

    static byte[] fixture(String name) throws IOException {
        String path = "/notifications/" + name + ".json";
        try (InputStream file = Objects.requireNonNull(NotificationTest.class.getResourceAsStream(path))) {
            return file.readAllBytes();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
