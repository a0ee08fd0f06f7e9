package chat.tertulia.functions.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.tertulia.functions.image.ImageJob.Outcome;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpMethod;

/** What the attempts at one upload say to one another. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeaseTest {
    private static final Instant START = Instant.parse("2026-02-03T04:05:06Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private TestStore store;
    private Bucket bucket;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        store = new TestStore(folder);
        bucket = Bucket.of(store.settings());
    }

    @AfterAll
    void stop() throws Exception {
        bucket.close();
        store.stop();
    }

    @Test
    void shouldFailAfterItsLastAttemptAndBeginAnewForAnotherDelivery() throws Exception {
        put("unlucky");

        assertThrows(IOException.class, () -> run("die", "unlucky", "first", START));
        assertEquals(List.of("processing", 1), List.of(state("unlucky"), attempt("unlucky")));
        assertThrows(IOException.class, () -> run("die", "unlucky", "first", START));
        assertEquals(List.of("processing", 2), List.of(state("unlucky"), attempt("unlucky")));
        assertThrows(IOException.class, () -> run("die", "unlucky", "first", START));

        assertEquals("failed", state("unlucky"));
        assertEquals("gave_up", result("unlucky").path("code").asText());
        // A platform that delivers more often than we try gets its dead letter all the same.
        assertInstanceOf(Outcome.GivenUp.class, run("obey", "unlucky", "first", START));
        assertInstanceOf(Outcome.Judged.class, run("obey", "unlucky", "by an administrator", START));
        assertEquals("done", state("unlucky"));
    }

    @Test
    void shouldLetNobodyElseInWhileALeaseRuns() throws Exception {
        put("shared");
        lease("shared", 1, START.plusSeconds(30), "lost");

        assertInstanceOf(Outcome.Busy.class, run("obey", "shared", "other", START.plusSeconds(29)));
        assertEquals("processing", state("shared"));
        assertInstanceOf(Outcome.Judged.class, run("obey", "shared", "other", START.plusSeconds(31)));
    }

    @Test
    void shouldNotWaitForItself() throws Exception {
        put("own");
        lease("own", 1, START.plusSeconds(30), "same");

        Outcome.Judged judged = assertInstanceOf(Outcome.Judged.class, run("obey", "own", "same", START));

        assertEquals("done", judged.result().state());
    }

    @Test
    void shouldGiveUpWhatLostEveryFunction() throws Exception {
        put("poison");
        lease("poison", 3, START, "lost");

        assertInstanceOf(Outcome.GivenUp.class, run("obey", "poison", "other", START.plusSeconds(1)));
        assertEquals("failed", state("poison"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "{\"state\":\"processing\"}", "{\"state\":\"done\",\"sourceEtag\":\"other\"}"})
    void shouldJudgeOverWhatMakesNoSense(String damaged) throws Exception {
        String id = "damaged" + damaged.length();
        put(id);
        store.put("results/" + id + ".json", damaged.getBytes(StandardCharsets.UTF_8));

        assertInstanceOf(Outcome.Judged.class, run("obey", id, "d", START));
    }

    @ParameterizedTest
    @ValueSource(strings = {"link", "html"})
    void shouldStoreNothingThatIsNoPicture(String deed) throws Exception {
        put(deed);

        assertThrows(IOException.class, () -> run(deed, deed, "d", START));
        assertEquals(List.of(), store.keys("media/" + deed + "/"));
    }

    @Test
    void shouldTidyUpAfterADecoderThatNests() throws Exception {
        put("nest");

        assertInstanceOf(Outcome.Judged.class, run("nest", "nest", "d", START));
    }

    /** The upload has been downloaded by then, and no decoder may see it. */
    @Test
    void shouldDecodeNothingWhenAnotherWasQuicker() throws Exception {
        put("raced");
        var quicker = new ExecutionInterceptor() {
            @Override
            public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
                if (context.httpRequest().method() == SdkHttpMethod.PUT) {
                    lease("raced", 1, START.plusSeconds(30), "quicker");
                }
            }
        };
        var client = store.settings()
                .clientBuilder()
                .overrideConfiguration(config -> config.addExecutionInterceptor(quicker))
                .build();
        DecoderCommand command =
                new DecoderCommand(Path.of("obey"), DecoderLimits.STANDARD, HostileDecoder.class, null);
        try (Bucket slow = new Bucket(client, TestStore.BUCKET);
                Decoders decoders = new Decoders(command)) {
            Set<Long> before = DecodersTest.children();
            decoders.prepare();
            ImageJob job =
                    new ImageJob(slow, decoders, TestStore.LIMITS, Clock.fixed(START, ZoneOffset.UTC), TestStore.ASIDE);

            assertInstanceOf(Outcome.Busy.class, job.run("slower", new JobTrace("raw/raced", 0)));

            Set<Long> waiting = DecodersTest.children();
            waiting.removeAll(before);
            try (DecoderProcess spare = decoders.take()) {
                assertEquals(waiting, Set.of(spare.pid()));
            }
        }
        assertEquals("quicker", result("raced").path("owner").asText());
    }

    private void put(String id) {
        store.put("raw/" + id, TestPicture.pretended(id));
    }

    private void lease(String id, int attempt, Instant until, String owner) {
        Upload upload = new Upload(id, bucket.head("raw/" + id).orElseThrow(), owner);
        var _ = bucket.replace(upload.resultKey(), null, new Standing.Leased(attempt, until, owner).json(upload))
                .orElseThrow();
    }

    private Outcome run(String deed, String id, String delivery, Instant now) throws Exception {
        DecoderLimits limits = new DecoderLimits(Duration.ofSeconds(20), 20, 2_500_000, 1024);
        try (Decoders decoders = new Decoders(new DecoderCommand(Path.of(deed), limits, HostileDecoder.class, null))) {
            ImageJob job =
                    new ImageJob(bucket, decoders, TestStore.LIMITS, Clock.fixed(now, ZoneOffset.UTC), TestStore.ASIDE);
            return job.run(delivery, new JobTrace("raw/" + id, 0));
        }
    }

    private JsonNode result(String id) throws IOException {
        return JSON.readTree(store.text("results/" + id + ".json"));
    }

    private String state(String id) throws IOException {
        return result(id).path("state").asText();
    }

    private int attempt(String id) throws IOException {
        return result(id).path("attempt").asInt();
    }
}
