package chat.tertulia.functions.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.functions.image.ImageJob.Outcome;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Deliveries of the same file, twice, late, out of order and killed at any request to the bucket, while the upload is
 * replaced: in the end the verdict is about what lies there, and names pictures of that and no other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryOrderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROUNDS = 8;

    private final Turns turns = new Turns();
    private TestStore store;
    private Bucket bucket;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        store = new TestStore(folder);
        bucket = new Bucket(
                store.settings()
                        .clientBuilder()
                        .overrideConfiguration(config -> config.addExecutionInterceptor(turns))
                        .build(),
                TestStore.BUCKET);
    }

    @AfterAll
    void stop() throws Exception {
        bucket.close();
        store.stop();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20260101, 77})
    void shouldComeToTheSameEndInAnyOrder(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            new World("f" + seed + '-' + round, random.split()).play();
        }
    }

    /** Moves on when nothing else does. */
    private static final class Hand extends Clock {
        private Instant now = Instant.parse("2026-02-03T04:05:06Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** One file, its uploads and the deliveries of their events. */
    private final class World {
        private final String id;
        private final SplittableRandom random;
        private final Hand clock = new Hand();
        private final Deque<String> deliveries = new ArrayDeque<>();
        private final Map<Turns.Job, String> running = new HashMap<>();
        private final StringBuilder story = new StringBuilder();
        private int uploads;
        private int kills;
        private String verdict = "";
        private String verdictEtag = "";

        World(String id, SplittableRandom random) {
            this.id = id;
            this.random = random;
        }

        void play() throws Exception {
            upload();
            while (!deliveries.isEmpty() || !running.isEmpty()) {
                step();
                check();
            }
            JsonNode result = JSON.readTree(store.text("results/" + id + ".json"));
            assertEquals("done", result.path("state").asText(), this::toString);
            assertEquals(etag(), result.path("sourceEtag").asText(), this::toString);
            String full =
                    new String(store.bytes(result.path("full").path("key").asText()), StandardCharsets.ISO_8859_1);
            assertTrue(full.endsWith(id + " upload " + uploads), this::toString);
            assertEquals(full.length(), result.path("full").path("size").asInt(), this::toString);
        }

        private void upload() {
            uploads++;
            store.put("raw/" + id, TestPicture.pretended(id + " upload " + uploads));
            for (int times = random.nextInt(1, 3); times > 0; times--) {
                deliveries.add("delivery " + uploads + '.' + times);
            }
        }

        private void step() throws Exception {
            int choice = random.nextInt(10);
            if (choice == 0 && uploads < 3) {
                upload();
            } else if (!deliveries.isEmpty() && (running.isEmpty() || (choice < 4 && running.size() < 3))) {
                begin(deliveries.poll());
            } else if (!running.isEmpty()) {
                Turns.Job job =
                        turns.waiting().get(random.nextInt(turns.waiting().size()));
                boolean live = choice != 9 || kills++ >= 3;
                story.append(running.get(job)).append(live ? " goes on\n" : " is killed\n");
                ended(turns.go(job, live));
            }
        }

        private void begin(String delivery) throws Exception {
            story.append(delivery).append(" begins\n");
            Turns.Job job = turns.begin(() -> {
                JobLimits limits = new JobLimits(1 << 20, 0, 50, Duration.ofSeconds(30));
                DecoderCommand command =
                        new DecoderCommand(Path.of("obey"), DecoderLimits.STANDARD, HostileDecoder.class, null);
                try (Decoders decoders = new Decoders(command)) {
                    // One thread a job: what goes on beside the rest is done at once, so that each request is a turn.
                    ImageJob one = new ImageJob(bucket, decoders, limits, clock, new Aside(Runnable::run));
                    return one.run(delivery, new JobTrace("raw/" + id, 0));
                }
            });
            running.put(job, delivery);
            ended(job);
        }

        private void ended(Turns.Job job) {
            if (!job.ended()) {
                return;
            }
            String delivery = Objects.requireNonNull(running.remove(job));
            Outcome outcome = job.outcome();
            story.append(delivery).append(" ended: ").append(outcome).append('\n');
            if (outcome == null || outcome instanceof Outcome.Busy || outcome instanceof Outcome.GivenUp) {
                deliveries.add(delivery);
                clock.now = clock.now.plusSeconds(running.isEmpty() ? 31 : 1);
            }
        }

        /** What was done about an upload stays as it is, as long as that upload does. */
        private void check() throws IOException {
            String now = store.text("results/" + id + ".json");
            if (verdictEtag.equals(etag()) && !verdict.isEmpty()) {
                assertEquals(verdict, now, this::toString);
            }
            JsonNode json = JSON.readTree(now);
            boolean done = json.path("state").asText().equals("done");
            verdict = done ? now : "";
            verdictEtag = json.path("sourceEtag").asText();
        }

        private String etag() {
            return store.client()
                    .headObject(request -> request.bucket(TestStore.BUCKET).key("raw/" + id))
                    .eTag()
                    .replace("\"", "");
        }

        @Override
        public String toString() {
            return id + "\n" + story;
        }
    }
}
