package chat.tertulia.gateway.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.gateway.engine.EngineClock;
import chat.tertulia.gateway.engine.EngineMeters;
import chat.tertulia.gateway.engine.EngineServer;
import chat.tertulia.gateway.engine.EngineSettings;
import chat.tertulia.gateway.engine.TestClient;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocketServerTest {
    private static final Pattern OFFSET = Pattern.compile(".*,\"([^\"]+)\"]");

    private final EngineClock clock = new EngineClock();
    private final Room room = new Room();
    private final AtomicInteger recoveries = new AtomicInteger();

    @AfterEach
    void stop() {
        clock.close();
    }

    private EngineServer server(SocketSettings settings) {
        SocketServer sockets = new SocketServer(settings, Map.of("/", room), recoveries::incrementAndGet, clock);
        return new EngineServer(EngineSettings.DEFAULT, sockets, EngineMeters.NONE, clock);
    }

    private static String member(String name, String json) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(json);
        assertTrue(matcher.find(), json);
        return matcher.group(1);
    }

    private static String offset(String frame) {
        Matcher matcher = OFFSET.matcher(frame);
        assertTrue(matcher.matches(), frame);
        return matcher.group(1);
    }

    private static Emission numbered(int number) {
        return Emission.recoverable("\"n\"", Integer.toString(number));
    }

    private static List<Integer> numbers(List<String> frames) {
        List<Integer> numbers = new ArrayList<>();
        for (String frame : frames) {
            if (frame.startsWith("42[\"n\",")) {
                numbers.add(Integer.valueOf(frame.substring(7, frame.indexOf(',', 7))));
            }
        }
        return numbers;
    }

    @Test
    void shouldReplayWhatWasMissedInOrderAndOnce() throws InterruptedException {
        EngineServer server = server(SocketSettings.DEFAULT);
        TestClient first = new TestClient(server).send("40");
        String welcome = first.await(1).getFirst();
        Socket socket = room.awaitConnected();
        socket.emit(numbered(1));
        socket.emit(numbered(2));
        String seen = offset(first.await(3).get(1));
        first.drop();
        socket.emit(numbered(3));

        TestClient second = new TestClient(server)
                .send("40{\"pid\":\"" + member("pid", welcome) + "\",\"offset\":\"" + seen + "\"}");
        socket.emit(numbered(4));
        List<String> frames = second.await(4);
        assertEquals(member("sid", welcome), member("sid", frames.getFirst()));
        assertEquals(List.of(2, 3, 4), numbers(frames));
        assertEquals(1, recoveries.get());
    }

    @Test
    void shouldLoseNothingWhileEmittersRunAndTheClientDropsAgainAndAgain() throws InterruptedException {
        int events = 5000;
        EngineServer server = server(SocketSettings.DEFAULT);
        TestClient client = new TestClient(server).send("40");
        String pid = member("pid", client.await(1).getFirst());
        Socket socket = room.awaitConnected();
        List<Integer> received = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.execute(() -> {
                for (int i = 0; i < events; i++) {
                    socket.emit(numbered(i));
                }
            });
            String seen = "";
            while (received.size() < events) {
                List<String> frames = client.await(Math.min(200, events - received.size()) + 1);
                client.drop();
                received.addAll(numbers(frames));
                seen = offset(frames.getLast());
                client = new TestClient(server).send("40{\"pid\":\"" + pid + "\",\"offset\":\"" + seen + "\"}");
            }
        }
        for (int i = 0; i < events; i++) {
            assertEquals(i, received.get(i));
        }
        assertEquals(events, received.size());
    }

    @Test
    void shouldTakeOverFromAConnectionWhoseEndNobodyHasNoticed() throws InterruptedException {
        EngineServer server = server(SocketSettings.DEFAULT);
        TestClient first = new TestClient(server).send("40");
        String pid = member("pid", first.await(1).getFirst());
        Socket socket = room.awaitConnected();
        TestClient second = new TestClient(server).send("40{\"pid\":\"" + pid + "\"}");
        socket.emit(numbered(1));
        assertEquals(List.of(1), numbers(second.await(2)));
        first.awaitClosed();
        assertEquals(0, room.gone.size());
    }

    @Test
    void shouldStartAnewWhenTheOffsetIsNotKnown() throws InterruptedException {
        EngineServer server = server(SocketSettings.DEFAULT);
        TestClient first = new TestClient(server).send("40");
        String welcome = first.await(1).getFirst();
        Socket old = room.awaitConnected();
        first.drop();
        TestClient second =
                new TestClient(server).send("40{\"pid\":\"" + member("pid", welcome) + "\",\"offset\":\"zzz\"}");
        assertNotEquals(member("pid", welcome), member("pid", second.await(1).getFirst()));
        assertEquals(old, room.awaitGone());
        assertEquals(0, recoveries.get());
    }

    @Test
    void shouldForgetAClientAfterTheWindow() throws InterruptedException {
        EngineServer server = server(SocketSettings.DEFAULT.withRecovery(Duration.ofMillis(20), 1000));
        TestClient client = new TestClient(server).send("40");
        String pid = member("pid", client.await(1).getFirst());
        client.drop();
        room.awaitGone();
        TestClient next = new TestClient(server).send("40{\"pid\":\"" + pid + "\"}");
        assertNotEquals(pid, member("pid", next.await(1).getFirst()));
    }

    @Test
    void shouldNotWaitForWhoSaidGoodbyeOrWasExpelled() throws InterruptedException {
        EngineServer server = server(SocketSettings.DEFAULT);
        new TestClient(server).send("40", "41");
        room.awaitGone();
        TestClient expelled = new TestClient(server).send("40");
        room.awaitConnected();
        Socket socket = room.awaitConnected();
        socket.emit(numbered(1));
        socket.disconnect();
        assertEquals("41", expelled.await(3).get(2));
        expelled.awaitClosed();
        assertEquals(socket, room.awaitGone());
    }

    @Test
    void shouldHandleEventsOfASocketInOrderAndOneAtATime() throws InterruptedException {
        EngineServer server = server(SocketSettings.DEFAULT);
        TestClient client = new TestClient(server).send("40");
        for (int i = 0; i < 1000; i++) {
            client.send("42[\"e" + i + "\"]");
        }
        for (int i = 0; i < 1000; i++) {
            assertEquals("e" + i, room.awaitEvent());
        }
        assertFalse(room.overlapped);
    }

    @Test
    void shouldPutAttachmentsWhereTheyBelongAndBack() throws InterruptedException {
        EngineServer server = server(SocketSettings.DEFAULT);
        TestClient client = new TestClient(server)
                .send(
                        "40",
                        "452-7[\"echo\",{\"a\":{\"_placeholder\":true,\"num\":1}},{\"_placeholder\":true,\"num\":0}]")
                .send(new byte[] {1, 2, 3, 4})
                .send(new byte[] {5, 6, 7, 8});
        assertEquals(
                List.of(
                        "462-7[{\"a\":{\"_placeholder\":true,\"num\":0}},{\"_placeholder\":true,\"num\":1}]",
                        "bBQYHCA==",
                        "bAQIDBA=="),
                client.await(4).subList(1, 4));
    }

    @Test
    void shouldCloseOnWhatIsNotTheProtocol() throws InterruptedException {
        for (String[] packets : new String[][] {
            {"4abc"},
            {"40", "40"},
            {"40", "42{}"},
            {"42[\"x\"]"},
            {"40[]"},
            {"40{\"a\":1,\"a\":2}"},
            {"40", "451-[\"x\",{}]", "42[\"y\"]"}
        }) {
            new TestClient(server(SocketSettings.DEFAULT)).send(packets).awaitClosed();
        }
        new TestClient(server(SocketSettings.DEFAULT))
                .send("40")
                .send(new byte[1])
                .awaitClosed();
    }

    @Test
    void shouldCloseWhoJoinsNothingAndWhoSendsFasterThanItIsServed() throws InterruptedException {
        new TestClient(server(SocketSettings.DEFAULT.withConnectTimeout(Duration.ofMillis(10)))).awaitClosed();
        SocketSettings narrow =
                new SocketSettings(Duration.ofSeconds(9), Duration.ofSeconds(9), Duration.ofSeconds(9), 1000, 1000);
        TestClient flooding = new TestClient(server(narrow)).send("40", "42[\"block\"]");
        assertEquals("block", room.awaitEvent());
        for (int i = 0; i < 20; i++) {
            flooding.send("42[\"more\"]");
        }
        flooding.awaitClosed();
        room.release();
    }

    /** Records, echoes with acknowledgements, and can be made to block. */
    private static final class Room implements Namespace {
        private final BlockingQueue<Socket> connected = new LinkedBlockingQueue<>();
        private final BlockingQueue<Socket> gone = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        private final java.util.concurrent.CountDownLatch blocked = new java.util.concurrent.CountDownLatch(1);
        private final AtomicInteger inside = new AtomicInteger();
        private volatile boolean overlapped;

        @Override
        public void connected(Socket socket) {
            connected.add(socket);
        }

        @Override
        public void event(Socket socket, InboundEvent event, Answer answer) {
            overlapped |= inside.incrementAndGet() != 1;
            events.add(event.name());
            if (event.name().equals("echo")) {
                answer.send(JsonNodeFactory.instance.arrayNode().addAll(event.arguments()));
            } else if (event.name().equals("block")) {
                try {
                    blocked.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }
            inside.decrementAndGet();
        }

        @Override
        public void gone(Socket socket) {
            gone.add(socket);
        }

        void release() {
            blocked.countDown();
        }

        Socket awaitConnected() throws InterruptedException {
            return await(connected, "connected");
        }

        Socket awaitGone() throws InterruptedException {
            return await(gone, "gone");
        }

        String awaitEvent() throws InterruptedException {
            return await(events, "handled");
        }

        private static <T> T await(BlockingQueue<T> queue, String what) throws InterruptedException {
            T value = queue.poll(20, TimeUnit.SECONDS);
            if (value == null) {
                throw new AssertionError("Nothing is " + what + " yet");
            }
            return value;
        }
    }
}
