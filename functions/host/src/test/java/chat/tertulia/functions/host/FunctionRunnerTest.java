package chat.tertulia.functions.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionRunnerTest {
    private static final RetryPolicy THREE = new RetryPolicy(3, Duration.ofMillis(50));
    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Path notes;
    private final List<DeadLetter> dead = new CopyOnWriteArrayList<>();
    private FunctionRunner runner;

    @BeforeEach
    void prepare() {
        notes = folder.resolve("notes");
        runner = runner(LONG, LONG, Map.of());
    }

    @AfterEach
    void stop() {
        runner.close();
    }

    @Test
    void shouldDeliverToOneProcess() {
        runner.start();
        assertEquals(0, runner.pid(), "nothing runs before the first event");

        runner.deliver(Invocation.of(event("a", "ok")));
        runner.deliver(Invocation.of(event("b", "ok")));
        runner.deliver(Invocation.of(event("c", "ok")));

        awaitNotes(3);
        assertEquals(List.of("a", "b", "c"), names());
        assertEquals(1, pids().stream().distinct().count());
        assertEquals(List.of(), dead);
    }

    @Test
    void shouldRetryAndThenBury() {
        runner.start();
        runner.deliver(Invocation.of(event("bad", "throw")));
        runner.deliver(Invocation.of(event("good", "ok")));

        Eventually.yes("a dead letter", () -> !dead.isEmpty());

        assertEquals(
                List.of("bad", "bad", "bad", "good"), names().stream().sorted().toList());
        assertEquals("good", names().get(1), "a failed event holds up nobody");
        assertEquals(1, ids("bad").stream().distinct().count(), "one id over all attempts");
        DeadLetter letter = dead.getFirst();
        assertEquals(3, letter.attempts());
        assertEquals(event("bad", "throw"), letter.event());
        assertTrue(letter.lastError().contains("as told: bad"), letter.lastError());
        assertEquals(1, pids().stream().distinct().count(), "an exception ends no process");
    }

    @Test
    void shouldReplaceAProcessThatDies() {
        runner.start();
        runner.deliver(Invocation.of(event("last", "exit")));
        Eventually.yes("a dead letter", () -> !dead.isEmpty());
        runner.deliver(Invocation.of(event("next", "ok")));

        Eventually.yes("the next event", () -> names().contains("next"));

        assertTrue(
                dead.getFirst().lastError().contains("ended with 7"),
                dead.getFirst().lastError());
        assertEquals(4, pids().stream().distinct().count());
    }

    @Test
    void shouldKillWhatHangs() {
        runner.close();
        runner = runner(SHORT, LONG, Map.of());
        runner.start();
        runner.deliver(Invocation.of(event("slow", "hang")));

        awaitNotes(1);
        long pid = pids().getFirst();
        awaitNotes(2);

        assertTrue(ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty(), "the first process is gone");
        assertNotEquals(pid, pids().get(1));
    }

    /** On a machine that is busy with other things that is nothing rare. */
    @Test
    void shouldNotCountItsStartAsTimeOfTheFunction() {
        runner.close();
        String longer = Long.toString(SHORT.toMillis() + 500);
        runner = runner(SHORT, LONG, Map.of("INIT_MS", longer));
        runner.start();
        runner.deliver(Invocation.of(event("patient", "ok")));

        Eventually.yes("it has ended", () -> notes().size() == 1 || !dead.isEmpty());

        assertEquals(List.of(), dead);
    }

    @Test
    void shouldSleepWhenIdleAndWakeAgain() {
        runner.close();
        runner = runner(LONG, Duration.ofMillis(200), Map.of());
        runner.start();
        runner.deliver(Invocation.of(event("first", "ok")));
        awaitNotes(1);

        Eventually.yes("no process while idle", () -> runner.pid() == 0);
        runner.deliver(Invocation.of(event("second", "ok")));

        awaitNotes(2);
        assertNotEquals(pids().get(0), pids().get(1));
    }

    @Test
    void shouldBuryWhenTheFunctionCannotStart() {
        runner.close();
        runner = runner(LONG, LONG, Map.of("FAIL_INIT", "yes"));
        runner.start();
        runner.deliver(Invocation.of(event("any", "ok")));

        Eventually.yes("a dead letter", () -> !dead.isEmpty());

        assertTrue(
                dead.getFirst().lastError().contains("no configuration"),
                dead.getFirst().lastError());
    }

    @Test
    void shouldCountWhatItDoes() {
        runner.start();
        runner.deliver(Invocation.of("raw/bad", event("bad", "throw")));
        Eventually.yes("a dead letter", () -> !dead.isEmpty());
        Eventually.yes("it has ended", () -> !runner.isUnderWay("raw/bad"));
        StringBuilder text = new StringBuilder();
        runner.writeMetrics(text);
        for (String line : List.of(
                "tertulia_function_attempts_total{function=\"test\",outcome=\"failed\"} 3",
                "tertulia_function_dead_letters_total{function=\"test\"} 1",
                "tertulia_function_process_starts_total{function=\"test\"} 1",
                "tertulia_function_queue_depth{function=\"test\"} 0",
                "tertulia_function_seconds_count{function=\"test\"} 3")) {
            assertTrue(text.toString().contains(line + "\n"), line + " is not in\n" + text);
        }
    }

    @Test
    void shouldLeaveNoProcessBehind() {
        runner.start();
        runner.deliver(Invocation.of(event("a", "hang")));
        awaitNotes(1);

        runner.close();

        assertTrue(ProcessHandle.of(pids().getFirst())
                .filter(ProcessHandle::isAlive)
                .isEmpty());
    }

    private FunctionRunner runner(Duration timeout, Duration idle, Map<String, String> more) {
        Map<String, String> environment = new java.util.HashMap<>(more);
        environment.put("NOTES", notes.toString());
        FunctionSpec spec = new FunctionSpec(
                "test",
                TestFunction.class.getName() + "::handleRequest",
                System.getProperty("java.class.path"),
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m"),
                environment,
                timeout,
                idle,
                folder.resolve("function.log"));
        return new FunctionRunner(spec, THREE, new FunctionRunner.Aftermath() {
            @Override
            public void succeeded(Invocation invocation) {}

            @Override
            public void dead(Invocation invocation, DeadLetter letter) {
                dead.add(letter);
            }

            @Override
            public void missed() {}
        });
    }

    private void awaitNotes(int count) {
        Eventually.yes(count + " notes in " + folder, () -> notes().size() >= count);
    }

    private static String event(String name, String deed) {
        return "{\"name\":\"" + name + "\",\"do\":\"" + deed + "\"}";
    }

    private List<String> names() {
        return notes().stream().map(note -> note[0]).toList();
    }

    private List<String> ids(String name) {
        return notes().stream()
                .filter(note -> note[0].equals(name))
                .map(note -> note[1])
                .toList();
    }

    private List<Long> pids() {
        return notes().stream().map(note -> Long.parseLong(note[2])).toList();
    }

    private List<String[]> notes() {
        try {
            return Files.exists(notes)
                    ? Files.readAllLines(notes).stream()
                            .map(line -> line.split(" "))
                            .toList()
                    : List.of();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
