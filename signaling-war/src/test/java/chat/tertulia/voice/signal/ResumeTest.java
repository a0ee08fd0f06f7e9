package chat.tertulia.voice.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command;
import java.time.Duration;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitRtc.ICEServer;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.SignalResponse;
import org.junit.jupiter.api.Test;

/** Clients that come back to the participant they were. */
class ResumeTest {
    @Test
    void shouldSayReconnectFirstToAResumingClientAndKeepItsMedia() {
        try (Lobby lobby = new Lobby(Duration.ofMinutes(1))) {
            ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
            ClientOffer offer = new ClientOffer().audio("recvonly");
            alice.offers(offer);
            alice.vanishes();

            ClientDouble again = alice.resumes(lobby.rooms, alice.sid());

            SignalResponse first = again.await("anything", _ -> true);
            assertTrue(first.hasReconnect());
            // Only then does the client send what it held back while it was away.
            assertEquals(5, first.getReconnect().getLastMessageSeq());
            assertEquals(
                    "alice",
                    again.await("update", SignalResponse::hasUpdate)
                            .getUpdate()
                            .getParticipants(0)
                            .getIdentity());
            again.offers(offer.restarted());
            assertEquals(1, lobby.node.asked(Command.OpenTransport.class).size());
            assertEquals(1, lobby.node.asked(Command.RestartIce.class).size());
            assertTrue(lobby.node.asked(Command.CloseTransport.class).isEmpty());
        }
    }

    @Test
    void shouldHandOutTurnCredentialsAtTheJoinAndAnewAtTheResume() {
        try (Lobby lobby = new Lobby(Duration.ofMinutes(1))) {
            ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
            ICEServer first =
                    alice.await("join", SignalResponse::hasJoin).getJoin().getIceServers(0);
            assertEquals("turn:turn.example.org:3478?transport=udp", first.getUrls(0));
            assertTrue(first.getUsername().endsWith(":alice"), first.getUsername());
            alice.vanishes();

            ClientDouble again = alice.resumes(lobby.rooms, alice.sid());

            ICEServer second = again.await("anything", _ -> true).getReconnect().getIceServers(0);
            assertFalse(second.getCredential().isEmpty());
        }
    }

    @Test
    void shouldGiveTokensToComeBackWithForAsLongAsTheCallLasts() {
        try (Lobby lobby = new Lobby(Duration.ofMinutes(1), Duration.ofMillis(20))) {
            ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
            SignalResponse first = alice.await("a token", SignalResponse::hasRefreshToken);
            SignalResponse second = alice.await("another token", SignalResponse::hasRefreshToken);
            assertTrue(first.getRefreshToken().endsWith("of alice"));
            assertNotEquals(first.getRefreshToken(), second.getRefreshToken());
        }
    }

    @Test
    void shouldGiveATokenToWhoComesBack() {
        try (Lobby lobby = new Lobby(Duration.ofMinutes(1))) {
            ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
            alice.await("join", SignalResponse::hasJoin);
            alice.vanishes();
            assertEquals(
                    "token 1 of alice",
                    alice.resumes(lobby.rooms, alice.sid())
                            .await("a token", SignalResponse::hasRefreshToken)
                            .getRefreshToken());
        }
    }

    @Test
    void shouldGiveNoTokenToWhomTheDoorWouldRefuse() {
        try (Lobby lobby = new Lobby(Duration.ofMinutes(1))) {
            lobby.revoked.add("alice");
            ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
            alice.await("join", SignalResponse::hasJoin);
            alice.vanishes();
            ClientDouble again = alice.resumes(lobby.rooms, alice.sid());
            again.await("reconnect", SignalResponse::hasReconnect);
            assertTrue(again.unread().stream().noneMatch(SignalResponse::hasRefreshToken));
        }
    }

    @Test
    void shouldSendAClientAnewWhoseStateIsLost() {
        try (Lobby lobby = new Lobby()) {
            ClientDouble alice = ClientDouble.single("alice");

            ClientDouble again = alice.resumes(lobby.rooms, "PA_unknown");

            LeaveRequest leave = again.await("anything", _ -> true).getLeave();
            assertEquals(LeaveRequest.Action.RECONNECT, leave.getAction());
            assertEquals(DisconnectReason.STATE_MISMATCH, leave.getReason());
        }
    }

    @Test
    void shouldNotResumeSomebodyElse() {
        try (Lobby lobby = new Lobby()) {
            ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);

            ClientDouble mallory = ClientDouble.single("mallory").resumes(lobby.rooms, alice.sid());

            assertTrue(mallory.await("anything", _ -> true).hasLeave());
        }
    }
}
