package chat.tertulia.voice.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command;
import chat.tertulia.control.Command.ConfigureData;
import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.Command.ConfigureSend;
import chat.tertulia.control.Command.DataRole;
import chat.tertulia.control.NodeEvent;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.MuteTrackRequest;
import livekit.LivekitRtc.Ping;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.UpdateParticipantMetadata;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    @Test
    void shouldForgetWhoStaysAwayTooLong() {
        try (Lobby lobby = new Lobby()) {
            ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
            ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
            alice.offers(new ClientOffer().audio("recvonly"));

            alice.vanishes();

            bob.await("alice is gone", LifecycleTest::tellsOfADeparture);
            Waiting.until(
                    "the transport is closed",
                    () -> !lobby.node.asked(Command.CloseTransport.class).isEmpty());
            Waiting.until(
                    "she is said to be absent",
                    () -> lobby.presences.getLast().equals(new VoicePresence.Absent("lobby", "alice")));
        }
    }

    @Test
    void shouldEndAnEmptyRoom() {
        try (Lobby lobby = new Lobby()) {
            ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
            alice.await("join", SignalResponse::hasJoin);

            alice.says(SignalRequest.newBuilder().setLeave(LeaveRequest.newBuilder()));

            Waiting.until("no room is left", () -> lobby.rooms.rooms() == 0 && lobby.rooms.participants() == 0);
        }
    }

    @Test
    void shouldLetTheSecondOfOneIdentityIn() {
        try (Lobby lobby = new Lobby()) {
            ClientDouble first = ClientDouble.single("alice").joins(lobby.rooms);
            first.await("join", SignalResponse::hasJoin);

            ClientDouble second = ClientDouble.single("alice").joins(lobby.rooms);

            second.await("join", SignalResponse::hasJoin);
            LeaveRequest leave = first.await("leave", SignalResponse::hasLeave).getLeave();
            assertEquals(DisconnectReason.DUPLICATE_IDENTITY, leave.getReason());
            assertEquals(LeaveRequest.Action.DISCONNECT, leave.getAction());
        }
    }

    @Test
    void shouldRefuseWhomTheRoomCannotSeat() {
        try (Lobby lobby = new Lobby()) {
            for (String name : List.of("a", "b", "c")) {
                ClientDouble.single(name).joins(lobby.rooms).await("join", SignalResponse::hasJoin);
            }

            ClientDouble late = ClientDouble.single("d").joins(lobby.rooms);

            assertEquals(
                    DisconnectReason.JOIN_FAILURE,
                    late.await("anything", _ -> true).getLeave().getReason());
        }
    }

    @Test
    void shouldCutMediaAndSignalling() {
        try (Lobby lobby = new Lobby()) {
            ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
            ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
            alice.offers(new ClientOffer().audio("recvonly"));

            lobby.rooms.cut("alice", DisconnectReason.PARTICIPANT_REMOVED);

            LeaveRequest leave = alice.await("leave", SignalResponse::hasLeave).getLeave();
            assertEquals(DisconnectReason.PARTICIPANT_REMOVED, leave.getReason());
            bob.await("alice is gone", LifecycleTest::tellsOfADeparture);
            Waiting.until("the socket is closed", () -> alice.closedBecause() != null);
            assertFalse(lobby.node.asked(Command.CloseTransport.class).isEmpty());
        }
    }

    /** Also while the participant waits for a node that does not answer. */
    @Test
    void shouldCutMediaOfWhoIsStuck() {
        try (Lobby lobby = new Lobby()) {
            ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
            lobby.node.hold(ConfigureReceive.class::isInstance);
            alice.says(SignalRequest.newBuilder()
                    .setOffer(SessionDescription.newBuilder()
                            .setSdp(new ClientOffer().audio("recvonly").sdp())));
            Waiting.until(
                    "the node is asked",
                    () -> !lobby.node.asked(ConfigureReceive.class).isEmpty());

            lobby.rooms.cut("alice", DisconnectReason.PARTICIPANT_REMOVED);

            Waiting.until(
                    "the transport is closed",
                    () -> !lobby.node.asked(Command.CloseTransport.class).isEmpty());
        }
    }

    @Test
    void shouldSendEverybodyAnewWhenTheNodeIsLost() {
        try (Lobby lobby = new Lobby()) {
            ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
            alice.await("join", SignalResponse::hasJoin);

            lobby.node.drop();

            assertEquals(
                    LeaveRequest.Action.RECONNECT,
                    alice.await("leave", SignalResponse::hasLeave).getLeave().getAction());
            Waiting.until("no room is left", () -> lobby.rooms.rooms() == 0);
        }
    }

    @Test
    void shouldMuteOnTheNodeAndHoldTheMute() {
        try (Lobby lobby = new Lobby()) {
            ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
            String sid = alice.adds("mic", TrackType.AUDIO, TrackSource.MICROPHONE);
            alice.offers(new ClientOffer().microphone("mic"));
            lobby.started(sid);

            lobby.rooms.serverMute("alice", true);

            assertTrue(alice.await("mute", SignalResponse::hasMute).getMute().getMuted());
            Waiting.until(
                    "the node mutes " + sid,
                    () -> lobby.node.asked(Command.MuteTrack.class).stream()
                            .anyMatch(mute -> mute.trackId().equals(sid) && mute.muted()));
            alice.says(SignalRequest.newBuilder()
                    .setMute(MuteTrackRequest.newBuilder().setSid(sid).setMuted(false)));
            assertTrue(
                    alice.await("mute again", SignalResponse::hasMute).getMute().getMuted());
        }
    }

    /** Whatever the publisher calls the source. */
    @Test
    void shouldMuteWhatAMutedMemberPublishesLater() {
        try (Lobby lobby = new Lobby()) {
            lobby.muted.add("alice");
            ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
            String sid = alice.adds("mic", TrackType.AUDIO, TrackSource.SCREEN_SHARE_AUDIO);

            alice.offers(new ClientOffer().microphone("mic"));

            Waiting.until(
                    "the node mutes " + sid,
                    () -> lobby.node.asked(Command.MuteTrack.class).stream()
                            .anyMatch(mute -> mute.trackId().equals(sid) && mute.muted()));
        }
    }

    @Test
    void shouldTellMutesOfTheClientToTheOthers() {
        try (Lobby lobby = new Lobby()) {
            ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
            ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
            String sid = alice.adds("mic", TrackType.AUDIO, TrackSource.MICROPHONE);
            alice.offers(new ClientOffer().microphone("mic"));
            lobby.started(sid);
            ParticipantInfo before = info(bob, 1, false);

            alice.says(SignalRequest.newBuilder()
                    .setMute(MuteTrackRequest.newBuilder().setSid(sid).setMuted(true)));

            assertTrue(info(bob, 1, true).getVersion() > before.getVersion());
            Waiting.until(
                    "the microphone is off",
                    () -> lobby.presences
                            .getLast()
                            .equals(new VoicePresence.Present("lobby", "alice", false, false, false)));
        }
    }

    @Test
    void shouldPassSpeakersOn() {
        try (Lobby lobby = new Lobby()) {
            ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
            String sid = alice.adds("mic", TrackType.AUDIO, TrackSource.MICROPHONE);
            alice.offers(new ClientOffer().microphone("mic"));

            lobby.node.event(new NodeEvent.SpeakersChanged("lobby", List.of(new NodeEvent.Speaker(sid, 0.5, true))));

            var speaker = alice.await("speakersChanged", SignalResponse::hasSpeakersChanged)
                    .getSpeakersChanged()
                    .getSpeakers(0);
            assertEquals(alice.sid(), speaker.getSid());
            assertTrue(speaker.getActive());
        }
    }

    @Test
    void shouldAnswerBothPings() {
        try (Lobby lobby = new Lobby()) {
            ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);

            alice.says(SignalRequest.newBuilder().setPingReq(Ping.newBuilder().setTimestamp(42)));

            assertEquals(
                    42,
                    alice.await("pongResp", SignalResponse::hasPongResp)
                            .getPongResp()
                            .getLastPingTimestamp());
        }
    }

    @Test
    void shouldChangeMetadataAndTellItsSender() {
        try (Lobby lobby = new Lobby()) {
            ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);

            alice.says(SignalRequest.newBuilder()
                    .setUpdateMetadata(UpdateParticipantMetadata.newBuilder()
                            .setRequestId(5)
                            .putAttributes("hand", "up")));

            assertEquals(
                    5,
                    alice.await("requestResponse", SignalResponse::hasRequestResponse)
                            .getRequestResponse()
                            .getRequestId());
            assertEquals(
                    "up",
                    alice.await("update", SignalResponse::hasUpdate)
                            .getUpdate()
                            .getParticipants(0)
                            .getAttributesOrThrow("hand"));
        }
    }

    @Test
    void shouldOfferToADualClientEvenInAnEmptyRoom() {
        try (Lobby lobby = new Lobby()) {
            ClientDouble alice = ClientDouble.dual("alice").joins(lobby.rooms);

            assertTrue(alice.await("anything", _ -> true).getJoin().getSubscriberPrimary());
            SessionDescription offer =
                    alice.await("offer", SignalResponse::hasOffer).getOffer();
            assertEquals(1, offer.getId());
            assertTrue(
                    offer.getSdp().contains("a=setup:actpass") && offer.getSdp().contains("a=sctp-port:5000"));
        }
    }

    @Test
    void shouldTellTheNodeOfBothDirectionsOfADualClientsData() {
        try (Lobby lobby = new Lobby()) {
            ClientDouble alice = ClientDouble.dual("alice").joins(lobby.rooms);
            alice.await("offer", SignalResponse::hasOffer);
            alice.says(SignalRequest.newBuilder()
                    .setAnswer(SessionDescription.newBuilder()
                            .setId(1)
                            .setSdp(new ClientOffer().data().sdp())));
            alice.offers(new ClientOffer().data());

            Waiting.until(
                    "the node knows both",
                    () -> lobby.node.asked(ConfigureData.class).size() == 2);
            assertEquals(
                    Set.of(DataRole.TO_PEER, DataRole.FROM_PEER),
                    lobby.node.asked(ConfigureData.class).stream()
                            .map(ConfigureData::role)
                            .collect(Collectors.toSet()));
        }
    }

    /** Its reliable channel has a hole: only a new connection has one without. */
    @Test
    void shouldSendAClientThatTakesDataTooSlowlyThroughTheDoorAgain() {
        try (Lobby lobby = new Lobby()) {
            ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
            alice.offers(new ClientOffer().data());
            String transport = lobby.node.asked(ConfigureData.class).getLast().transportId();

            lobby.node.event(new NodeEvent.DataStalled("lobby", transport));

            assertEquals(
                    LeaveRequest.Action.RECONNECT,
                    alice.await("leave", SignalResponse::hasLeave).getLeave().getAction());
        }
    }

    @Test
    void shouldRestartIceOnTheConnectionThatWeOfferOnce() {
        try (Lobby lobby = new Lobby(Duration.ofMinutes(1))) {
            ClientDouble alice = ClientDouble.dual("alice").joins(lobby.rooms);
            SessionDescription first =
                    alice.await("offer", SignalResponse::hasOffer).getOffer();
            ClientOffer client = new ClientOffer().audio("inactive");
            alice.says(SignalRequest.newBuilder()
                    .setAnswer(SessionDescription.newBuilder().setId(1).setSdp(client.sdp())));
            Waiting.until(
                    "the answer is taken",
                    () -> !lobby.node.asked(Command.SetRemote.class).isEmpty());

            lobby.node.event(new NodeEvent.TransportStateChanged(
                    "lobby", alice.sid() + "/s", NodeEvent.TransportState.DISCONNECTED));

            SessionDescription second = alice.await("an offer that restarts", SignalResponse::hasOffer)
                    .getOffer();
            assertFalse(ufrag(first).equals(ufrag(second)));
            assertEquals(
                    null, lobby.node.asked(Command.RestartIce.class).getFirst().remote());
            alice.says(SignalRequest.newBuilder()
                    .setAnswer(SessionDescription.newBuilder()
                            .setId(second.getId())
                            .setSdp(client.restarted().sdp())));
            Waiting.until(
                    "the answer is taken",
                    () -> lobby.node.asked(Command.SetRemote.class).size() == 2);
            assertEquals(1, lobby.node.asked(Command.RestartIce.class).size());
        }
    }

    private static String ufrag(SessionDescription description) {
        return description
                .getSdp()
                .lines()
                .filter(line -> line.startsWith("a=ice-ufrag:"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldHaveOneOfferUnderWayToADualClient() {
        try (Lobby lobby = new Lobby()) {
            ClientDouble bob = ClientDouble.dual("bob").joins(lobby.rooms);
            bob.await("first offer", SignalResponse::hasOffer);
            ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
            String sid = alice.adds("mic", TrackType.AUDIO, TrackSource.MICROPHONE);
            alice.offers(new ClientOffer().microphone("mic"));
            lobby.started(sid);
            bob.await(
                    "alice's track",
                    message -> message.hasUpdate()
                            && message.getUpdate().getParticipants(0).getTracksCount() == 1);
            assertTrue(bob.unread().stream().noneMatch(SignalResponse::hasOffer));

            bob.says(SignalRequest.newBuilder()
                    .setAnswer(SessionDescription.newBuilder()
                            .setId(1)
                            .setSdp(new ClientOffer().audio("inactive").sdp())));

            SessionDescription second =
                    bob.await("second offer", SignalResponse::hasOffer).getOffer();
            assertEquals(2, second.getId());
            assertTrue(second.getMidToTrackIdMap().containsValue(sid));
            assertEquals(
                    sid,
                    lobby.node
                            .asked(ConfigureSend.class)
                            .getLast()
                            .sections()
                            .getFirst()
                            .trackId());
        }
    }

    /** Nobody else notices. */
    @Test
    void shouldCutWhoSendsGarbage() {
        try (Lobby lobby = new Lobby()) {
            ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
            Random random = new Random(7);
            for (int i = 0; i < 50; i++) {
                ClientDouble alice = ClientDouble.single("alice" + i).joins(lobby.rooms);
                byte[] frame = new byte[random.nextInt(1, 300)];
                random.nextBytes(frame);
                alice.receives(frame);
                alice.says(SignalRequest.newBuilder()
                        .setOffer(SessionDescription.newBuilder().setSdp("v=0\r\nnonsense")));
                alice.vanishes();
            }

            assertNotNull(bob.unread());
            assertEquals(null, bob.closedBecause());
            Waiting.until(
                    "garbage is counted", () -> lobby.rooms.counters().garbage.sum() > 0);
        }
    }

    @Test
    void shouldCutWhoFloods() {
        try (Lobby lobby = new Lobby()) {
            ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
            for (int i = 0; i < 500; i++) {
                alice.says(SignalRequest.newBuilder().setPing(i));
            }

            Waiting.until("the socket is closed", () -> alice.closedBecause() != null);
            assertEquals("too many messages", alice.closedBecause());
            assertTrue(lobby.rooms.counters().floods.sum() > 0);
        }
    }

    private static ParticipantInfo info(ClientDouble client, int tracks, boolean muted) {
        return client.await(
                        "an update with " + tracks + " tracks, muted " + muted,
                        message -> message.hasUpdate()
                                && message.getUpdate().getParticipants(0).getTracksCount() == tracks
                                && message.getUpdate()
                                                .getParticipants(0)
                                                .getTracks(0)
                                                .getMuted()
                                        == muted)
                .getUpdate()
                .getParticipants(0);
    }

    private static boolean tellsOfADeparture(SignalResponse message) {
        return message.hasUpdate()
                && message.getUpdate().getParticipants(0).getState() == ParticipantInfo.State.DISCONNECTED;
    }
}
