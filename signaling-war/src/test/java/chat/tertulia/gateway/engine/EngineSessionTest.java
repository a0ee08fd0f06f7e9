package chat.tertulia.gateway.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineSessionTest {
    private final EngineClock clock = new EngineClock();
    private final RecordingListener listener = new RecordingListener();
    private final AtomicInteger cut = new AtomicInteger();

    @AfterEach
    void stop() {
        clock.close();
    }

    private EngineServer server(EngineSettings settings) {
        return new EngineServer(settings, listener, new EngineMeters(() -> {}, () -> {}, cut::incrementAndGet), clock);
    }

    @Test
    void shouldDeliverEverythingInTheOrderOfEachEmitter() throws InterruptedException {
        EngineServer server = server(EngineSettings.DEFAULT);
        TestWire wire = new TestWire();
        WebSocketLink.first(server, wire, "127.0.0.1");
        EngineSession session = listener.sessions.getFirst();
        int emitters = 8;
        int each = 2000;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int emitter = 0; emitter < emitters; emitter++) {
                String name = emitter + ":";
                threads.execute(() -> {
                    for (int i = 0; i < each; i++) {
                        session.send(Frame.message(name + i));
                    }
                });
            }
        }
        List<String> sent = wire.await(1 + emitters * each);
        for (int emitter = 0; emitter < emitters; emitter++) {
            String mark = "4" + emitter + ":";
            List<String> own =
                    sent.stream().filter(text -> text.startsWith(mark)).toList();
            assertEquals(each, own.size());
            for (int i = 0; i < each; i++) {
                assertEquals(mark + i, own.get(i));
            }
        }
    }

    @Test
    void shouldCutAReaderThatDoesNotReadAndDelayNobodyElse() throws InterruptedException {
        EngineServer server = server(EngineSettings.DEFAULT.withOutbox(50_000, Duration.ofMinutes(1)));
        TestWire stuck = new TestWire();
        TestWire healthy = new TestWire();
        WebSocketLink.first(server, stuck, "127.0.0.1");
        WebSocketLink.first(server, healthy, "127.0.0.2");
        stuck.await(1);
        stuck.block();
        for (int i = 0; i < 1000; i++) {
            Frame frame = Frame.message("x".repeat(100));
            listener.sessions.forEach(session -> session.send(frame));
            if (i % 100 == 99) {
                healthy.await(i + 2);
            }
        }
        assertEquals(List.of(CloseCause.SLOW_READER), listener.awaitClosed(1));
        assertEquals(1, cut.get());
        assertEquals(1, server.size());
        assertEquals(0, server.queued());
        stuck.unblock();
        assertTrue(stuck.closed.await(60, TimeUnit.SECONDS), "The slow reader is not disconnected yet");
        assertEquals(2, stuck.await(2).size());
    }

    @Test
    void shouldCutAReaderWhoseOldestFrameIsTooOld() throws InterruptedException {
        EngineServer server = server(EngineSettings.DEFAULT
                .withHeartbeat(Duration.ofMillis(50), Duration.ofSeconds(30))
                .withOutbox(1_000_000, Duration.ofMillis(1)));
        TestWire stuck = new TestWire();
        stuck.block();
        WebSocketLink.first(server, stuck, "127.0.0.1");
        assertEquals(List.of(CloseCause.SLOW_READER), listener.awaitClosed(1));
        stuck.unblock();
    }

    @Test
    void shouldAnswerAPollWithWhatWaitsAndAWaitingPollWithWhatComes() throws InterruptedException {
        EngineSession session = server(EngineSettings.DEFAULT).openPolling("127.0.0.1");
        TestPoll first = new TestPoll();
        session.poll(first);
        assertTrue(first.await().startsWith("200 0{"), first.await());
        TestPoll second = new TestPoll();
        session.poll(second);
        session.send(Frame.message("hello"));
        assertEquals("200 4hello", second.await());
    }

    @Test
    void shouldLetAPollGoAfterTheProbeAndRefuseItAfterTheUpgrade() throws InterruptedException {
        EngineServer server = server(EngineSettings.DEFAULT);
        EngineSession session = server.openPolling("127.0.0.1");
        session.poll(new TestPoll());
        TestPoll waiting = new TestPoll();
        session.poll(waiting);
        TestWire wire = new TestWire();
        WebSocketLink link = WebSocketLink.probing(server, wire, session);
        link.received(EngineCodec.decode("2probe"));
        assertEquals("200 6", waiting.await());
        link.received(EngineCodec.decode("5"));
        session.send(Frame.message("after"));
        assertEquals(List.of("3probe", "4after"), wire.await(2));
        TestPoll late = new TestPoll();
        session.poll(late);
        assertTrue(late.await().startsWith("400 "), late.await());
    }

    @Test
    void shouldSendWhatWasQueuedBeforeFinishing() throws InterruptedException {
        EngineServer server = server(EngineSettings.DEFAULT);
        TestWire wire = new TestWire();
        WebSocketLink.first(server, wire, "127.0.0.1");
        EngineSession session = listener.sessions.getFirst();
        session.send(Frame.message("last words"));
        session.finish();
        session.send(Frame.message("too late"));
        assertEquals(List.of(CloseCause.SERVER), listener.awaitClosed(1));
        assertEquals("4last words", wire.await(2).get(1));
        assertTrue(wire.closed.await(60, TimeUnit.SECONDS), "The WebSocket is not closed yet");
    }

    @Test
    void shouldEndAtAPacketThatIsNoneAndTellOnce() throws InterruptedException {
        EngineServer server = server(EngineSettings.DEFAULT);
        WebSocketLink link = WebSocketLink.first(server, new TestWire(), "127.0.0.1");
        link.received(EngineCodec.decode("abc"));
        link.received(EngineCodec.decode("4hello"));
        link.lost();
        assertEquals(List.of(CloseCause.PROTOCOL), listener.awaitClosed(1));
        assertEquals(List.of(), listener.texts);
        assertEquals(0, server.size());
    }

    @Test
    void shouldSurviveAnySequenceOfPackets() throws InterruptedException {
        long seed = 4711;
        Random random = new Random(seed);
        String[] packets = {"1", "2probe", "2", "3", "4x", "5", "6", "", "z"};
        EngineServer server = server(EngineSettings.DEFAULT);
        for (int round = 0; round < 500; round++) {
            EngineSession session = server.openPolling("127.0.0.1");
            List<WebSocketLink> links = new ArrayList<>();
            for (int step = 0; step < 12; step++) {
                EnginePacket packet = EngineCodec.decode(packets[random.nextInt(packets.length)]);
                switch (random.nextInt(4)) {
                    case 0 -> session.poll(new TestPoll());
                    case 1 -> links.add(WebSocketLink.probing(server, new TestWire(), session));
                    case 2 -> session.received(packet);
                    default -> links.forEach(link -> link.received(packet));
                }
            }
            session.close(CloseCause.SHUTDOWN);
        }
        assertEquals(500, listener.awaitClosed(500).size(), () -> "seed " + seed);
        assertEquals(0, server.size());
    }

    /** A poll that can be waited for. */
    private static final class TestPoll implements Poll {
        private final CountDownLatch answered = new CountDownLatch(1);
        private String answer = "";

        @Override
        public void answer(int status, String payload) {
            answer = status + " " + payload;
            answered.countDown();
        }

        String await() throws InterruptedException {
            assertTrue(answered.await(60, TimeUnit.SECONDS), "The poll is not answered yet");
            return answer;
        }
    }
}
