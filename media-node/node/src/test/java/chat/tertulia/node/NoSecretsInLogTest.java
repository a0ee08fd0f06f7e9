package chat.tertulia.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import chat.tertulia.control.Command.AddCandidates;
import chat.tertulia.control.Command.CloseTransport;
import chat.tertulia.control.Command.IceCandidate;
import chat.tertulia.control.Reply.TransportOpened;
import chat.tertulia.node.dtls.NodeCertificate;
import chat.tertulia.node.peer.Await;
import chat.tertulia.node.peer.Call;
import chat.tertulia.node.peer.LoopbackPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log says at its default level of a call, a failed handshake, a bug and a flood of garbage. */
class NoSecretsInLogTest {
    private static final Logger ROOT = Logger.getLogger("");

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final JsonLog format = new JsonLog();
    private final Handler ear = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(format.format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        assertEquals(Level.INFO, ROOT.getLevel());
        ROOT.addHandler(ear);
    }

    @AfterEach
    void stop() {
        ROOT.removeHandler(ear);
    }

    @Test
    void shouldNameNoAddressKeyOrPassword() {
        List<String> secrets = new ArrayList<>(List.of("127.0.0.1", "192.0.2.77", "key-of-the-link"));
        try (Call call = Call.quiet()) {
            LoopbackPeer speaker = call.speaker();
            LoopbackPeer listener = call.listener();
            call.flows(speaker, listener);
            LoopbackPeer wrong = call.stranger();
            TransportOpened opened = call.driver().open(Call.ROOM, "wrong");
            call.driver()
                    .setRemote(
                            Call.ROOM,
                            "wrong",
                            wrong,
                            NodeCertificate.create().fingerprint().text());
            call.driver()
                    .done(new AddCandidates(
                            call.driver().nextId(),
                            Call.ROOM,
                            "wrong",
                            List.of(new IceCandidate("1 1 udp 2130706431 192.0.2.77 4000 typ host"))));
            wrong.aim(opened);
            var refused = wrong.connect(LoopbackPeer.browserProfiles());
            Await.until("the handshake is refused", refused::isCompletedExceptionally);
            Await.until("and counted", () -> call.node().snapshots().getFirst().handshakesFailed() == 1);
            call.node().loops().getFirst().post(() -> {
                throw new IllegalStateException("on purpose");
            });
            assertEquals(1, call.bugs());
            call.driver().done(new CloseTransport(call.driver().nextId(), Call.ROOM, "speaker"));
            for (LoopbackPeer peer : List.of(speaker, listener, wrong)) {
                secrets.addAll(List.of(peer.ice().ufrag(), peer.ice().password(), peer.fingerprint()));
                secrets.add(":" + peer.port());
            }
            secrets.addAll(List.of(opened.ice().ufrag(), opened.ice().password(), opened.fingerprint()));
        }
        String log = String.join("", lines);
        assertFalse(log.isEmpty(), "the bug on purpose is in the log");
        for (String secret : secrets) {
            assertFalse(log.contains(secret), () -> secret + " is in the log: " + log);
        }
    }
}
