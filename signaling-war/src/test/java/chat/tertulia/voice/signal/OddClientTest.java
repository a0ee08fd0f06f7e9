package chat.tertulia.voice.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command;
import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.Command.ConfigureSend;
import chat.tertulia.control.Command.SelectLayer;
import chat.tertulia.control.NodeEvent;
import chat.tertulia.voice.signal.JoinIntent.Generation;
import chat.tertulia.voice.token.VoiceGrant;
import chat.tertulia.voice.token.VoiceGrant.Rights;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import livekit.LivekitModels.ClientInfo;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.MuteTrackRequest;
import livekit.LivekitRtc.RequestResponse;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.UpdateParticipantMetadata;
import livekit.LivekitRtc.UpdateSubscription;
import livekit.LivekitRtc.UpdateTrackSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stock clients do not do, or do at an odd moment. */
class OddClientTest {
    private static final Rights HIDDEN = new Rights(true, true, true, true, true, Set.of());

    private final Lobby lobby = new Lobby(Duration.ofMillis(150));

    @AfterEach
    void close() {
        lobby.close();
    }

    @Test
    void shouldNotHeedASocketThatWasReplaced() throws Exception {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        alice.await("join", SignalResponse::hasJoin);

        ClientDouble again = alice.resumes(lobby.rooms, alice.sid());
        again.await("reconnect", SignalResponse::hasReconnect);
        assertEquals("resumed elsewhere", alice.closedBecause());
        alice.says(renaming("from the old socket"));
        alice.vanishes();
        // Behind the timer of a departure that must not have begun.
        lobby.timer.schedule(() -> {}, 400, TimeUnit.MILLISECONDS).get();

        again.says(renaming("from the new socket"));
        assertEquals(
                "from the new socket",
                again.await("a new name", OddClientTest::tellsOfAName)
                        .getUpdate()
                        .getParticipants(0)
                        .getName());
    }

    @Test
    void shouldLetGoOfWhoIsSilent() {
        try (Lobby quiet = new Lobby(Duration.ofMillis(50), Duration.ofMinutes(5), Duration.ofMillis(100))) {
            ClientDouble alice = ClientDouble.single("alice").joins(quiet.rooms);

            Waiting.until("the socket is closed", () -> "silent".equals(alice.closedBecause()));
            Waiting.until("she is gone", () -> quiet.rooms.participants() == 0);
        }
    }

    @Test
    void shouldShowAHiddenParticipantToNobody() {
        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
        ClientDouble ghost = ClientDouble.single("ghost", HIDDEN).joins(lobby.rooms);
        ClientOffer offer = new ClientOffer().data();
        ghost.offers(offer);
        String sid = ghost.adds("cid", TrackType.VIDEO, TrackSource.CAMERA);
        ghost.offers(offer.camera("cid"));
        lobby.started(sid);
        ghost.await("its own update", SignalResponse::hasUpdate);
        ghost.says(SignalRequest.newBuilder().setLeave(LeaveRequest.newBuilder()));
        ClientDouble carol = ClientDouble.single("carol").joins(lobby.rooms);
        assertEquals(
                List.of("bob"),
                carol.await("join", SignalResponse::hasJoin).getJoin().getOtherParticipantsList().stream()
                        .map(ParticipantInfo::getIdentity)
                        .toList());

        List<String> seen = new ArrayList<>();
        bob.await("carol", message -> {
            message.getUpdate().getParticipantsList().forEach(info -> seen.add(info.getIdentity()));
            return seen.contains("carol");
        });
        assertEquals(List.of("carol"), seen);
        assertTrue(lobby.presences.stream()
                .noneMatch(presence -> presence.toString().contains("ghost")));
    }

    @Test
    void shouldRaiseTheVersionWithEachChange() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        ClientOffer offer = new ClientOffer().data();
        alice.offers(offer);
        String sid = alice.adds("cid", TrackType.VIDEO, TrackSource.CAMERA);
        alice.offers(offer.camera("cid"));
        lobby.started(sid);
        List<Integer> versions = new ArrayList<>();
        versions.add(version(alice));
        alice.says(mute(sid, true));
        versions.add(version(alice));
        alice.says(mute(sid, true));
        alice.says(renaming("another"));
        versions.add(version(alice));
        alice.offers(offer.turn(1, "recvonly"));
        versions.add(version(alice));

        assertEquals(versions.stream().distinct().sorted().toList(), versions);
        lobby.started(sid);
        alice.says(renaming("last"));
        ParticipantInfo last = alice.await(
                        "a new name",
                        message -> tellsOfAName(message)
                                && message.getUpdate()
                                        .getParticipants(0)
                                        .getName()
                                        .equals("last"))
                .getUpdate()
                .getParticipants(0);
        assertEquals(0, last.getTracksCount(), "media of what is gone begins nothing");
    }

    @Test
    void shouldSendAWayAClientWhoseTransportFailed() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        alice.offers(new ClientOffer().data());

        lobby.happened(new NodeEvent.TransportStateChanged("lobby", alice.sid(), NodeEvent.TransportState.FAILED));

        assertEquals(LeaveRequest.Action.RECONNECT, leave(alice));
    }

    @Test
    void shouldGoOnWhenATrackEndsWhileItIsAskedFor() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        lobby.node.refuse(ConfigureSend.class::isInstance, "unknown_track");
        alice.offers(new ClientOffer().data());

        lobby.node.refuse(ConfigureSend.class::isInstance, "malformed");
        alice.says(SignalRequest.newBuilder()
                .setOffer(SessionDescription.newBuilder()
                        .setSdp(new ClientOffer().data().sdp())));

        assertEquals(LeaveRequest.Action.RECONNECT, leave(alice));
    }

    @Test
    void shouldBoundWhatOneMessageLists() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
        ClientOffer offer = new ClientOffer().data();
        alice.offers(offer);
        String sid = alice.adds("cid", TrackType.VIDEO, TrackSource.CAMERA);
        alice.offers(offer.camera("cid"));
        lobby.started(sid);
        ClientOffer bobsOffer = new ClientOffer().video("recvonly");
        bob.offers(bobsOffer);
        bob.offers(bobsOffer);
        UpdateSubscription.Builder wishes = UpdateSubscription.newBuilder().setSubscribe(true);
        UpdateTrackSettings.Builder settings = UpdateTrackSettings.newBuilder();
        for (int i = 0; i < 600; i++) {
            wishes.addTrackSids("TR_" + i);
            settings.addTrackSids(sid);
        }

        bob.says(SignalRequest.newBuilder().setSubscription(wishes));
        bob.says(SignalRequest.newBuilder().setTrackSetting(settings));

        assertEquals(
                500,
                bob.unread().stream()
                        .filter(SignalResponse::hasSubscriptionResponse)
                        .count());
        assertEquals(500, lobby.node.asked(SelectLayer.class).size());
    }

    @Test
    void shouldRefuseMetadataThatIsNotAllowedOrTooLong() {
        Rights quiet = new Rights(true, true, true, false, false, Set.of());
        ClientDouble bob = ClientDouble.single("bob", quiet).joins(lobby.rooms);
        bob.says(renaming("another"));
        assertEquals(RequestResponse.Reason.NOT_ALLOWED, reason(bob));

        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        alice.says(renaming("x".repeat(16 * 1024)));
        assertEquals(RequestResponse.Reason.LIMIT_EXCEEDED, reason(alice));
        alice.says(renaming("short"));
        assertEquals(RequestResponse.Reason.OK, reason(alice));
    }

    @Test
    void shouldRefuseTracksThatAreNone() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        assertEquals(
                RequestResponse.Reason.UNSUPPORTED_TYPE,
                refused(alice, AddTrackRequest.newBuilder().setCid("c").setType(TrackType.DATA)));
        assertEquals(
                RequestResponse.Reason.INVALID_NAME,
                refused(alice, AddTrackRequest.newBuilder().setCid(" ")));
        assertEquals(
                RequestResponse.Reason.INVALID_NAME,
                refused(alice, AddTrackRequest.newBuilder().setCid("c").setName("n".repeat(257))));
        assertEquals(
                RequestResponse.Reason.INVALID_NAME,
                refused(alice, AddTrackRequest.newBuilder().setCid("c".repeat(257))));

        String sid = alice.adds("same", TrackType.AUDIO, TrackSource.MICROPHONE);
        assertEquals(sid, alice.adds("same", TrackType.AUDIO, TrackSource.MICROPHONE));
        alice.offers(new ClientOffer().data().camera("same"));
        assertTrue(
                lobby.node.asked(ConfigureReceive.class).getLast().sections().isEmpty(), "sound in a section of video");
    }

    @Test
    void shouldHoldSoundAloneByAServerMute() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        ClientOffer offer = new ClientOffer().data();
        alice.offers(offer);
        String sid = alice.adds("cid", TrackType.VIDEO, TrackSource.CAMERA);
        alice.offers(offer.camera("cid"));
        lobby.started(sid);
        lobby.rooms.serverMute("alice", true);
        alice.says(mute(sid, true));
        alice.await("muted", message -> muted(message, true));

        alice.says(mute(sid, false));

        alice.await("unmuted", message -> muted(message, false));
    }

    @Test
    void shouldAskAClientThatDoesNotUnderstandThreeTimesAndOnceAtATime() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
        ClientOffer offer = new ClientOffer().data();
        alice.offers(offer);
        ClientOffer without = new ClientOffer().data();
        bob.offers(without);
        for (String cid : List.of("first", "second")) {
            String sid = alice.adds(cid, TrackType.VIDEO, TrackSource.CAMERA);
            alice.offers(offer.camera(cid));
            lobby.started(sid);
            bob.await("the update", SignalResponse::hasUpdate);
        }
        List<SignalResponse> all = new ArrayList<>(bob.unread());
        assertTrue(asks(all) <= 1, "asked at once: " + asks(all));
        for (int i = 0; i < 6; i++) {
            bob.says(SignalRequest.newBuilder()
                    .setOffer(SessionDescription.newBuilder()
                            .setSdp(without.sdp())
                            .setId(50 + i)));
        }
        assertTrue(asks(bob.unread()) <= 3);
    }

    @Test
    void shouldMoveASubscriptionWhoseSectionIsGivenUp() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
        ClientOffer bobsOffer = new ClientOffer().video("recvonly").video("recvonly");
        bob.offers(bobsOffer);
        ClientOffer offer = new ClientOffer().data();
        alice.offers(offer);
        String sid = alice.adds("cid", TrackType.VIDEO, TrackSource.CAMERA);
        alice.offers(offer.camera("cid"));
        lobby.started(sid);
        bob.await("mediaSectionsRequirement", SignalResponse::hasMediaSectionsRequirement);
        assertEquals(Map.of("0", sid), bob.offers(bobsOffer).getMidToTrackIdMap());

        bobsOffer.refuse(0);

        assertEquals(Map.of("1", sid), bob.offers(bobsOffer).getMidToTrackIdMap());
    }

    @Test
    void shouldNotReceiveWhereTheClientPublished() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
        ClientOffer bobsOffer = new ClientOffer().data();
        bob.offers(bobsOffer);
        bob.adds("bobs", TrackType.VIDEO, TrackSource.CAMERA);
        bob.offers(bobsOffer.camera("bobs"));
        bob.offers(bobsOffer.turn(1, "recvonly"));
        ClientOffer offer = new ClientOffer().data();
        alice.offers(offer);
        String sid = alice.adds("cid", TrackType.VIDEO, TrackSource.CAMERA);
        alice.offers(offer.camera("cid"));
        lobby.started(sid);
        bob.await("mediaSectionsRequirement", SignalResponse::hasMediaSectionsRequirement);

        assertEquals(Map.of(), bob.offers(bobsOffer).getMidToTrackIdMap());
    }

    @Test
    void shouldTakeOneSectionForData() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        String answer = alice.offers(new ClientOffer().data().data()).getSdp();
        assertTrue(answer.contains("a=group:BUNDLE 0\r\n"), answer);
        assertEquals(1, lobby.node.asked(Command.ConfigureData.class).size());
    }

    @Test
    void shouldIgnoreAnAnswerToAnotherOfferAndRefuseAnotherCertificate() {
        ClientDouble alice = ClientDouble.dual("alice").joins(lobby.rooms);
        alice.await("offer", SignalResponse::hasOffer);
        alice.says(answer(7, new ClientOffer().data()));
        alice.unread();
        assertTrue(lobby.node.asked(Command.SetRemote.class).isEmpty());

        alice.says(answer(1, new ClientOffer().data()));
        alice.unread();
        assertEquals(1, lobby.node.asked(Command.SetRemote.class).size());
        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
        ClientOffer offer = new ClientOffer().data();
        bob.offers(offer);
        String sid = bob.adds("cid", TrackType.VIDEO, TrackSource.CAMERA);
        bob.offers(offer.camera("cid"));
        lobby.started(sid);
        alice.await("second offer", SignalResponse::hasOffer);
        alice.says(answer(2, new ClientOffer().data().impostor()));

        assertEquals(LeaveRequest.Action.RECONNECT, leave(alice));
    }

    @Test
    void shouldNotResumeInAnotherRoom() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        VoiceGrant elsewhere =
                new VoiceGrant("elsewhere", "alice", "alice", "", Map.of(), Rights.full(), Instant.EPOCH);
        ClientDouble socket = ClientDouble.single("alice");

        lobby.rooms.join(
                new JoinIntent(
                        elsewhere,
                        Generation.SINGLE,
                        ClientInfo.getDefaultInstance(),
                        true,
                        alice.sid(),
                        true,
                        List.of(),
                        null),
                socket);

        assertEquals(LeaveRequest.Action.RECONNECT, leave(socket));
        assertEquals("nothing to resume", socket.closedBecause());
        assertEquals(null, alice.closedBecause());
    }

    @Test
    void shouldBoundTheDataTracksThatOneWantsAndKeepHandlesApart() {
        DataTracks tracks = new DataTracks();
        tracks.want("first");
        int first = tracks.handle("first");
        tracks.decline("first");
        tracks.want("second");
        assertFalse(tracks.handle("second") == first, "packets of the first may be under way");
        for (int i = 0; i < 2 * DataTracks.MOST_WANTED; i++) {
            tracks.want("DTR_" + i);
        }
        assertEquals(DataTracks.MOST_WANTED, tracks.wanted().size());
    }

    private static int asks(List<SignalResponse> messages) {
        return (int) messages.stream()
                .filter(SignalResponse::hasMediaSectionsRequirement)
                .count();
    }

    private static int version(ClientDouble client) {
        return client.await("update", SignalResponse::hasUpdate)
                .getUpdate()
                .getParticipants(0)
                .getVersion();
    }

    private static boolean muted(SignalResponse message, boolean muted) {
        return message.hasUpdate()
                && message.getUpdate().getParticipants(0).getTracksCount() == 1
                && message.getUpdate().getParticipants(0).getTracks(0).getMuted() == muted;
    }

    private static boolean tellsOfAName(SignalResponse message) {
        return message.hasUpdate()
                && !message.getUpdate().getParticipants(0).getName().equals("alice");
    }

    private static LeaveRequest.Action leave(ClientDouble client) {
        return client.await("leave", SignalResponse::hasLeave).getLeave().getAction();
    }

    private static RequestResponse.Reason refused(ClientDouble client, AddTrackRequest.Builder track) {
        client.says(SignalRequest.newBuilder().setAddTrack(track));
        return reason(client);
    }

    private static RequestResponse.Reason reason(ClientDouble client) {
        return client.await("requestResponse", SignalResponse::hasRequestResponse)
                .getRequestResponse()
                .getReason();
    }

    private static SignalRequest.Builder renaming(String name) {
        return SignalRequest.newBuilder()
                .setUpdateMetadata(UpdateParticipantMetadata.newBuilder().setName(name));
    }

    private static SignalRequest.Builder mute(String sid, boolean muted) {
        return SignalRequest.newBuilder()
                .setMute(MuteTrackRequest.newBuilder().setSid(sid).setMuted(muted));
    }

    private static SignalRequest.Builder answer(int id, ClientOffer sections) {
        return SignalRequest.newBuilder()
                .setAnswer(SessionDescription.newBuilder().setId(id).setSdp(sections.sdp()));
    }
}
