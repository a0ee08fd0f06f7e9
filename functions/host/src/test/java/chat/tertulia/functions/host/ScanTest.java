package chat.tertulia.functions.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ScanTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final TreeBucket bucket = new TreeBucket();
    private final List<String> found = new ArrayList<>();

    private String scan(Trigger trigger, String after, int pages) {
        Scan scan = new Scan(bucket, trigger, Clock.fixed(NOW, ZoneOffset.UTC));
        return scan.run(after, pages, object -> found.add(object.key()));
    }

    @Test
    void shouldFindWhatHasNoResult() {
        bucket.put("raw/a", "");
        bucket.put("raw/b", "");
        bucket.put("results/a.json", "{\"state\":\"done\"}" + " ".repeat(300));
        bucket.put("results/orphan.json", "{}");

        assertEquals("", scan(Trigger.IMAGE, "", 1));
        assertEquals(List.of("raw/b"), found);
    }

    @Test
    void shouldFindManifestsWithoutReport() {
        bucket.put("sweeps/1/manifest.jsonl.gz", "");
        bucket.put("sweeps/1/report.json", "{}");
        bucket.put("sweeps/2/manifest.jsonl.gz", "");
        scan(Trigger.SWEEP, "", 1);
        assertEquals(List.of("sweeps/2/manifest.jsonl.gz"), found);
    }

    @Test
    void shouldFindWhatAFunctionDiedAt() {
        for (String id : List.of("dead", "live", "odd")) {
            bucket.put("raw/" + id, "");
        }
        bucket.put("results/dead.json", "{\"state\":\"processing\",\"leaseUntil\":\"2026-03-01T11:59:59Z\"}");
        bucket.put("results/live.json", "{\"state\":\"processing\",\"leaseUntil\":\"2026-03-01T12:00:01Z\"}");
        bucket.put("results/odd.json", "not JSON");
        scan(Trigger.IMAGE, "", 1);
        assertEquals(List.of("raw/dead"), found);
    }

    @Test
    void shouldGoOnWhereItEnded() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            String id = String.format("%05d", i);
            bucket.put("raw/" + id, "");
            if (i % 100 == 7) {
                all.add("raw/" + id);
            } else {
                bucket.put("results/" + id + ".json", "{}");
            }
        }
        String position = scan(Trigger.IMAGE, "", 1);
        assertEquals("raw/00999", position);
        position = scan(Trigger.IMAGE, position, 1);
        position = scan(Trigger.IMAGE, position, 1);
        assertEquals("", position);
        assertEquals(all, found);
    }

    @Test
    void shouldStopWhereThereIsNoRoom() {
        for (int i = 0; i < 1500; i++) {
            bucket.put("raw/" + String.format("%05d", i), "");
        }
        Scan scan = new Scan(bucket, Trigger.IMAGE, Clock.systemUTC());
        assertEquals("", scan.run("", 9, object -> false), "it begins again at the page it could not finish");
        assertEquals("raw/00999", scan.run("", 9, object -> !object.key().equals("raw/01200")));
    }

    @Test
    void shouldBeginAtATime() {
        String since = RecentIds.since(NOW);
        String before = new UUID((NOW.toEpochMilli() - 1) << 16 | 0x7fff, -1L).toString();
        String at = new UUID(NOW.toEpochMilli() << 16 | 0x7000, Long.MIN_VALUE).toString();
        assertTrue(before.compareTo(since) < 0, before + " and " + since);
        assertTrue(at.compareTo(since) > 0, at + " and " + since);
    }
}
