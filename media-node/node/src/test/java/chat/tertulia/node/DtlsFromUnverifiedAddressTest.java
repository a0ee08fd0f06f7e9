package chat.tertulia.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Reply.TransportOpened;
import chat.tertulia.node.loop.Drop;
import chat.tertulia.node.peer.Await;
import chat.tertulia.node.peer.Call;
import chat.tertulia.node.peer.DtlsRecords;
import chat.tertulia.node.peer.LoopbackPeer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The race of a stranger's ClientHello with the peer's own, which several servers lost in 2023 and 2024: DTLS is taken from
 * addresses only that passed a signed check (RFC 8842 §5.1), and an association that stands ignores what is not encrypted.
 */
class DtlsFromUnverifiedAddressTest {
    private final Call call = Call.quiet();

    @AfterEach
    void stop() {
        call.close();
    }

    @Test
    void shouldNeitherTakeNorSendDtlsBeforeACheck() {
        LoopbackPeer peer = call.stranger();
        TransportOpened opened = call.driver().open(Call.ROOM, "t");
        call.driver().setRemote(Call.ROOM, "t", peer, peer.fingerprint());
        for (int i = 0; i < 5; i++) {
            peer.sendRaw(DtlsRecords.clientHello());
        }
        Await.until("all are dropped", () -> call.driver().drops(Drop.DTLS_UNVERIFIED) == 5);
        assertTrue(peer.handshakeIsSilent());
        assertEquals(0, call.node().snapshots().getFirst().packetsOut());
        peer.aim(opened);
        assertTrue(peer.connect(LoopbackPeer.browserProfiles())
                        .orTimeout(60, TimeUnit.SECONDS)
                        .join()
                != null);
    }

    @Test
    void shouldLetThePeerInThoughAStrangerSaidHelloFirst() {
        LoopbackPeer stranger = call.stranger();
        LoopbackPeer peer = call.stranger();
        TransportOpened opened = call.driver().open(Call.ROOM, "t");
        call.driver().setRemote(Call.ROOM, "t", peer, peer.fingerprint());
        peer.aim(opened);
        peer.tap(data -> {
            if (data[0] == DtlsRecords.HANDSHAKE) {
                stranger.sendRaw(DtlsRecords.clientHello());
            }
        });
        stranger.sendRaw(DtlsRecords.clientHello());
        var _ = peer.connect(LoopbackPeer.browserProfiles())
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        assertTrue(call.driver().drops(Drop.DTLS_UNVERIFIED) > 1);
        assertTrue(stranger.handshakeIsSilent());
    }

    @Test
    void shouldKeepAStandingSessionFromPlaintextOfAnybody() {
        LoopbackPeer speaker = call.speaker();
        LoopbackPeer listener = call.listener();
        call.flows(speaker, listener);
        LoopbackPeer stranger = call.stranger();
        byte[] fatal = DtlsRecords.record(DtlsRecords.ALERT, new byte[] {2, 40});
        byte[] close = DtlsRecords.record(DtlsRecords.ALERT, new byte[] {1, 0});
        for (LoopbackPeer from : new LoopbackPeer[] {stranger, speaker, listener}) {
            from.sendRaw(DtlsRecords.clientHello());
            from.sendRaw(fatal);
            from.sendRaw(close);
        }
        Await.until("the stranger is dropped", () -> call.driver().drops(Drop.DTLS_UNVERIFIED) == 3);
        call.flows(speaker, listener);
        assertEquals(0, call.bugs());
    }
}
