package chat.tertulia.voice.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command;
import chat.tertulia.control.NodeEvent;
import chat.tertulia.control.NodeEvent.TransportState;
import chat.tertulia.control.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaNodesTest {
    /** Nothing is given up while a test looks elsewhere. */
    private static final MediaNodes.Timing PATIENT = new MediaNodes.Timing(
            Duration.ofMinutes(1), Duration.ofMillis(20), Duration.ofMinutes(1), Duration.ofMinutes(1));

    private final MediaNodes nodes = new MediaNodes("server", PATIENT);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private final RoomFeed feed = new RoomFeed() {
        @Override
        public void event(NodeEvent event) {
            told.add(event.toString());
        }

        @Override
        public void nodeDrains() {
            told.add("drains");
        }

        @Override
        public void nodeLost() {
            told.add("lost");
        }
    };

    /** Gives up a node that is away, and cannot be asked, after 50 ms. */
    private static MediaNodes hasty(Duration reply, Duration probe) {
        return new MediaNodes(
                "server", new MediaNodes.Timing(reply, probe, Duration.ofMillis(50), Duration.ofMinutes(1)));
    }

    @Test
    void shouldWelcomeANodeAndChooseTheEmptiest() throws NodeUnavailable {
        NodeDouble first = NodeDouble.connected(nodes, "one");
        NodeDouble.connected(nodes, "two");

        assertEquals(1, first.asked(Command.Welcome.class).size());
        MediaNode chosen = nodes.choose().orElseThrow();
        chosen.await(id -> new Command.OpenTransport(id, "room", "p", "t"));

        assertFalse(nodes.choose().orElseThrow().nodeId().equals(chosen.nodeId()));
        assertEquals(2, nodes.connectedNodes());
    }

    @Test
    void shouldGiveADrainingNodeNoRooms() {
        NodeDouble node = NodeDouble.connected(nodes, "one");
        node.event(new NodeEvent.Load(0, 0, 0, 0, true));

        assertTrue(nodes.choose().isEmpty());
    }

    @Test
    void shouldMatchRepliesToCommands() throws NodeUnavailable {
        NodeDouble node = NodeDouble.connected(nodes, "one");
        node.hold(Command.MuteTrack.class::isInstance);
        MediaNode media = nodes.choose().orElseThrow();
        CompletableFuture<Reply> muted = media.ask(id -> new Command.MuteTrack(id, "room", "t", true));
        Reply opened = media.await(id -> new Command.OpenTransport(id, "room", "p", "t"));
        assertFalse(muted.isDone());

        node.release();

        assertTrue(opened instanceof Reply.TransportOpened);
        assertTrue(media.result(muted) instanceof Reply.Done);
    }

    @Test
    void shouldNotWaitForeverForAReply() {
        MediaNodes hasty = hasty(Duration.ofMillis(200), Duration.ofMillis(20));
        NodeDouble node = NodeDouble.connected(hasty, "one");
        node.hold(_ -> true);

        NodeUnavailable refused = assertThrows(
                NodeUnavailable.class,
                () -> hasty.choose().orElseThrow().await(id -> new Command.MuteTrack(id, "room", "t", true)));

        assertEquals("timeout", refused.code());
        assertEquals(1, hasty.counters().timeouts.sum());
    }

    @Test
    void shouldFailWhatIsPendingWhenTheLinkIsLost() {
        NodeDouble node = NodeDouble.connected(nodes, "one");
        node.hold(_ -> true);
        MediaNode media = nodes.choose().orElseThrow();
        CompletableFuture<Reply> pending = media.ask(id -> new Command.MuteTrack(id, "room", "t", true));

        node.drop();

        assertEquals(
                "away",
                assertThrows(NodeUnavailable.class, () -> media.result(pending)).code());
    }

    @Test
    void shouldTellRoomsInOrderAndOnlyTheirOwn() throws InterruptedException {
        NodeDouble node = NodeDouble.connected(nodes, "one");
        nodes.choose().orElseThrow().attach("room", feed);
        var first = new NodeEvent.TransportStateChanged("room", "t", TransportState.CONNECTED);
        var second = new NodeEvent.TrackStarted("room", "TR_1");

        node.event(first);
        node.event(new NodeEvent.TrackStarted("other", "TR_2"));
        node.event(second);

        assertEquals(List.of(first.toString(), second.toString()), List.of(told.take(), told.take()));
        assertTrue(told.isEmpty());
    }

    @Test
    void shouldTellRoomsWhenANodeDoesNotComeBack() throws InterruptedException {
        MediaNodes hasty = hasty(Duration.ofMinutes(1), Duration.ofMillis(20));
        NodeDouble node = NodeDouble.connected(hasty, "one");
        hasty.choose().orElseThrow().attach("room", feed);

        node.drop();

        assertEquals("lost", told.poll(60, TimeUnit.SECONDS));
        assertEquals(0, hasty.connectedNodes());
    }

    @Test
    void shouldKeepRoomsOfANodeThatComesBackWithThem() throws NodeUnavailable {
        NodeDouble node = NodeDouble.connected(nodes, "one");
        MediaNode media = nodes.choose().orElseThrow();
        media.attach("room", feed);
        media.await(id -> new Command.OpenTransport(id, "room", "p", "known"));
        node.drop();

        NodeDouble again = new NodeDouble();
        again.dial(nodes, "one", List.of("known", "orphan"));

        assertTrue(told.isEmpty());
        assertEquals(
                List.of("orphan"),
                again.asked(Command.CloseTransport.class).stream()
                        .map(Command.CloseTransport::transportId)
                        .toList());
    }

    @Test
    void shouldTellRoomsWhoseTransportsTheNodeHasForgotten() throws NodeUnavailable {
        NodeDouble node = NodeDouble.connected(nodes, "one");
        MediaNode media = nodes.choose().orElseThrow();
        media.attach("room", feed);
        media.await(id -> new Command.OpenTransport(id, "room", "p", "t"));
        node.drop();

        new NodeDouble().dial(nodes, "one", List.of());

        assertEquals("lost", told.poll());
    }

    @Test
    void shouldLeaveRoomsWhereANodeWithoutLinkStillAnswers() throws Exception {
        try (TransportDouble transport = new TransportDouble()) {
            // Twice in a row too late for an answer is a death; so it has long enough.
            MediaNodes hasty = hasty(Duration.ofMinutes(1), Duration.ofMillis(500));
            NodeDouble node = NodeDouble.connected(hasty, "one");
            node.candidates(List.of(transport.candidate()));
            MediaNode media = hasty.choose().orElseThrow();
            media.attach("room", feed);
            media.await(id -> new Command.OpenTransport(id, "room", "p", "t"));

            node.drop();
            // Well beyond the time after which a silent node is given up.
            transport.awaitChecks(3);
            assertTrue(told.isEmpty());

            transport.die();
            assertEquals("lost", told.poll(60, TimeUnit.SECONDS));
        }
    }

    /** A node that has just shown that it lives, and is then too busy to answer, has all the time of an absence anew. */
    @Test
    void shouldNotTakeABusyNodeForADeadOne() throws Exception {
        try (TransportDouble transport = new TransportDouble()) {
            Duration absence = Duration.ofSeconds(3);
            MediaNodes careful = new MediaNodes(
                    "server",
                    new MediaNodes.Timing(Duration.ofMinutes(1), Duration.ofMillis(250), absence, Duration.ofHours(1)));
            NodeDouble node = NodeDouble.connected(careful, "one");
            node.candidates(List.of(transport.candidate()));
            MediaNode media = careful.choose().orElseThrow();
            media.attach("room", feed);
            media.await(id -> new Command.OpenTransport(id, "room", "p", "t"));

            long droppedNs = System.nanoTime();
            node.drop();
            while (System.nanoTime() - droppedNs < absence.toNanos()) {
                transport.awaitChecks(1);
            }
            // More than make a death certain.
            transport.beBusyFor(3);
            while (transport.isBusy()) {
                assertEquals(null, told.poll(20, TimeUnit.MILLISECONDS));
            }
            transport.awaitChecks(1);
            assertTrue(told.isEmpty());
        }
    }

    /** The process that took the port of the dead one knows nothing of its transports. */
    @Test
    void shouldNotTakeAnotherProcessForTheNode() throws Exception {
        try (TransportDouble transport = new TransportDouble()) {
            MediaNodes patient = new MediaNodes(
                    "server",
                    new MediaNodes.Timing(
                            Duration.ofMinutes(1), Duration.ofMillis(20), Duration.ofHours(1), Duration.ofHours(1)));
            NodeDouble node = NodeDouble.connected(patient, "one");
            node.candidates(List.of(transport.candidate()));
            MediaNode media = patient.choose().orElseThrow();
            media.attach("room", feed);
            media.await(id -> new Command.OpenTransport(id, "room", "p", "t"));

            transport.forget();
            node.drop();

            assertEquals("lost", told.poll(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void shouldMoveRoomsOffADrainingNodeOnceThereIsAnother() {
        NodeDouble node = NodeDouble.connected(nodes, "one");
        nodes.choose().orElseThrow().attach("room", feed);
        NodeEvent.Load draining = new NodeEvent.Load(1, 1, 0, 0, true);

        node.event(draining);
        assertTrue(told.isEmpty());
        assertTrue(nodes.choose().isEmpty());

        NodeDouble.connected(nodes, "two");
        node.event(draining);
        assertEquals("drains", told.poll());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "{\"type\":\"welcome\",\"id\":1,\"serverId\":\"x\"}",
                "{\"type\":\"hello\",\"protocol\":99,\"nodeId\":\"n\",\"version\":\"v\",\"capacity\":1,\"transports\":[]}"
            })
    void shouldCutAPeerThatDoesNotSpeakTheProtocol(String frame) {
        NodeDouble node = NodeDouble.connected(nodes, "good");
        NodeDouble bad = new NodeDouble();
        MediaNodes.Link link = nodes.accept(bad);

        link.received(frame);

        assertNotNull(bad.closedBecause());
        assertEquals(1, nodes.connectedNodes());
        assertEquals(null, node.closedBecause());
    }

    @Test
    void shouldTakeOnlyTheNodeKey() {
        assertTrue(NodeServlet.shows("secret", "Bearer secret"));
        assertFalse(NodeServlet.shows("secret", "Bearer other"));
        assertFalse(NodeServlet.shows("secret", "secret"));
        assertFalse(NodeServlet.shows("secret", null));
        assertFalse(NodeServlet.shows(null, "Bearer "));
        assertFalse(NodeServlet.shows("", "Bearer "));
    }
}
