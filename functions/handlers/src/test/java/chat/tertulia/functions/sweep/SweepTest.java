package chat.tertulia.functions.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.functions.sweep.ManifestEntry.Header;
import chat.tertulia.functions.sweep.Sweep.Listed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SweepTest {
    private static final Instant CUT = Instant.parse("2026-03-01T11:30:00Z");
    private static final Instant OLD = CUT.minusSeconds(1);

    private final List<String> deleted = new ArrayList<>();

    @Test
    void shouldDeleteWhatNoReferenceCovers() throws IOException {
        Sweep sweep = sweep(manifest().expected("media/b/").key("raw/b").expected("raw/c"));
        Optional<RefusalCode> refused =
                sweep.run(objects("media/a/full", "media/b/full", "media/b/thumb", "raw/a", "raw/b")
                        .iterator());

        assertEquals(Optional.empty(), refused);
        assertEquals(List.of("media/a/full", "raw/a"), deleted);
        assertEquals(3, sweep.tally().referenced);
        assertEquals(List.of("raw/c"), sweep.tally().missingSample);
        assertEquals(20, sweep.tally().bytes);
    }

    @Test
    void shouldKeepWhatIsYoung() throws IOException {
        Sweep sweep = sweep(manifest());
        List<Listed> objects = List.of(
                new Listed("raw/1", 1, CUT.plusMillis(1)),
                new Listed("raw/2", 1, CUT),
                new Listed("raw/3", 1, CUT.plusSeconds(9)));

        sweep.run(objects.iterator());

        assertEquals(List.of("raw/2"), deleted);
        assertEquals(2, sweep.tally().tooYoung);
    }

    @Test
    void shouldTouchNothingElseWhateverIsListed() throws IOException {
        sweep(manifest())
                .run(objects("dead/x", "media/x/y", "other", "sweeps/s/manifest.jsonl.gz")
                        .iterator());
        assertEquals(List.of("media/x/y"), deleted);
    }

    @Test
    void shouldStopAtAListingThatDoesNotAscend() throws IOException {
        Sweep sweep = sweep(manifest().key("raw/m"));
        Optional<RefusalCode> refused = sweep.run(objects("raw/n", "raw/m").iterator());
        assertEquals(Optional.of(RefusalCode.UNSORTED_LISTING), refused);
        assertEquals(List.of(), deleted);
    }

    @Test
    void shouldCountWhatCouldNotBeDeleted() throws IOException {
        Sweep sweep = new Sweep(open(manifest()), CUT, _ -> Set.of("raw/b"));
        sweep.run(objects("raw/a", "raw/b").iterator());
        assertEquals(1, sweep.tally().deleted);
        assertEquals(1, sweep.tally().errors);
        assertEquals(10, sweep.tally().bytes);
    }

    @Test
    void shouldCutByTheEarlierClock() {
        Header header = new Header("s", CUT, Duration.ofMinutes(30), false);
        assertEquals(CUT.minusSeconds(1800), Sweep.cut(header, CUT.plusSeconds(99)), "the store's clock is ahead");
        assertEquals(CUT.minusSeconds(9000), Sweep.cut(header, CUT.minusSeconds(7200)), "the server's clock is ahead");
    }

    /** Against sets, which need no order: ids that begin with each other, separators beside them, every plane. */
    @Test
    void shouldAgreeWithAPlainDifferenceOfSets() throws IOException {
        long seed = System.nanoTime();
        RandomGenerator random = new Random(seed);
        for (int round = 0; round < 3000; round++) {
            TreeSet<String> references = new TreeSet<>(KeyOrder.UTF_8);
            TreeMap<String, Listed> objects = new TreeMap<>(KeyOrder.UTF_8);
            for (int i = random.nextInt(12); i > 0; i--) {
                String id = id(random);
                references.addAll(List.of("media/" + id + "/", "raw/" + id, "results/" + id + ".json"));
            }
            for (int i = random.nextInt(30); i > 0; i--) {
                String id = id(random);
                String key = List.of(
                                "media/" + id + "/full",
                                "media/" + id + "/thumb",
                                "raw/" + id,
                                "results/" + id + ".json")
                        .get(random.nextInt(4));
                objects.put(key, new Listed(key, 1, random.nextInt(4) == 0 ? CUT.plusSeconds(1) : OLD));
            }
            deleted.clear();
            sweep(manifest().keys(references)).run(objects.values().iterator());

            Set<String> expected = new HashSet<>();
            for (Listed object : objects.values()) {
                boolean referenced = references.stream()
                        .anyMatch(key -> key.endsWith("/") ? object.key().startsWith(key) : key.equals(object.key()));
                if (!referenced && object.lastModified().equals(OLD)) {
                    expected.add(object.key());
                }
            }
            assertEquals(expected, new HashSet<>(deleted), () -> "seed " + seed + ", references " + references);
        }
    }

    @Test
    void shouldDeleteInBatchesOfAThousand() throws IOException {
        List<Integer> sizes = new ArrayList<>();
        List<Listed> objects = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            objects.add(new Listed(String.format("raw/%06d", i), 1, OLD));
        }
        Sweep sweep = new Sweep(open(manifest()), CUT, batch -> {
            sizes.add(batch.size());
            return Set.of();
        });
        sweep.run(objects.iterator());
        assertEquals(List.of(1000, 1000, 500), sizes);
    }

    /** The deletion fails at any of its calls: what is gone by then was unreferenced, and the next run takes the rest. */
    @Test
    void shouldBeSafeToRunAgainWhereverItWasKilled() throws IOException {
        for (int kill = 0; kill < 4; kill++) {
            TreeMap<String, Listed> bucket = new TreeMap<>(KeyOrder.UTF_8);
            for (int i = 0; i < 4000; i++) {
                String key = String.format("raw/%06d", i);
                bucket.put(key, new Listed(key, 1, OLD));
            }
            TestManifest manifest = manifest();
            bucket.keySet().stream().filter(key -> key.endsWith("7")).forEach(manifest::expected);
            int[] calls = {kill};
            Sweep first = new Sweep(open(manifest), CUT, batch -> {
                if (calls[0]-- == 0) {
                    throw new IllegalStateException("killed");
                }
                batch.forEach(object -> bucket.remove(object.key()));
                return Set.of();
            });
            try {
                first.run(List.copyOf(bucket.values()).iterator());
            } catch (IllegalStateException killed) {
                assertEquals("killed", killed.getMessage());
            }
            assertEquals(
                    400,
                    bucket.keySet().stream().filter(key -> key.endsWith("7")).count());

            Sweep second = new Sweep(open(manifest), CUT, batch -> {
                batch.forEach(object -> bucket.remove(object.key()));
                return Set.of();
            });
            assertEquals(
                    Optional.empty(), second.run(List.copyOf(bucket.values()).iterator()));
            assertTrue(bucket.keySet().stream().allMatch(key -> key.endsWith("7")));
            assertEquals(0, second.tally().missing());
        }
    }

    private static String id(RandomGenerator random) {
        List<String> parts = List.of("a", "b", "-", ".", "_", "\u00e9", "\ufffd", "\ud83d\ude00");
        StringBuilder id = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            id.append(parts.get(random.nextInt(parts.size())));
        }
        return id.toString();
    }

    private static List<Listed> objects(String... keys) {
        List<Listed> objects = new ArrayList<>();
        for (String key : keys) {
            objects.add(new Listed(key, 10, OLD));
        }
        return objects;
    }

    private static TestManifest manifest() {
        return new TestManifest("s1", CUT, 0, false);
    }

    private Sweep sweep(TestManifest manifest) throws IOException {
        return new Sweep(open(manifest), CUT, batch -> {
            batch.forEach(object -> deleted.add(object.key()));
            return Set.of();
        });
    }

    private static ManifestReader open(TestManifest manifest) throws IOException {
        ManifestReader reader = manifest.reader();
        assertTrue(reader.header() instanceof Header);
        return reader;
    }
}
