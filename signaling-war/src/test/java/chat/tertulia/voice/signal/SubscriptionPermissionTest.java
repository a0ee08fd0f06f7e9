package chat.tertulia.voice.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command;
import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.Command.ConfigureSend;
import chat.tertulia.control.Command.SelectLayer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitRtc.RequestResponse;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.SubscriptionPermission;
import livekit.LivekitRtc.SubscriptionPermissionUpdate;
import livekit.LivekitRtc.TrackPermission;
import livekit.LivekitRtc.UpdateSubscription;
import livekit.LivekitRtc.UpdateTrackSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Publishers who say who may have their tracks. */
class SubscriptionPermissionTest {
    private final Lobby lobby = new Lobby(Duration.ofMinutes(1));
    private final ClientOffer alicesOffer = new ClientOffer().video("recvonly").data();
    private final ClientOffer bobsOffer = new ClientOffer().video("recvonly").data();
    private final ClientOffer carolsOffer = new ClientOffer().video("recvonly").data();
    private final ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);

    @AfterEach
    void close() {
        lobby.close();
    }

    @Test
    void shouldGiveATrackOnlyToWhomItsPublisherNames() {
        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
        ClientDouble carol = ClientDouble.single("carol").joins(lobby.rooms);
        bob.offers(bobsOffer);
        carol.offers(carolsOffer);
        permits(alice, permission().addTrackPermissions(toSid(carol.sid())));
        String sid = publishes("cid");

        assertFalse(permission(bob, sid).getAllowed());
        carol.await("mediaSectionsRequirement", SignalResponse::hasMediaSectionsRequirement);
        assertEquals(Map.of("0", sid), carol.offers(carolsOffer).getMidToTrackIdMap());
        assertEquals(Map.of(), bob.offers(bobsOffer).getMidToTrackIdMap());
        assertEquals(0, lastSentTo(bob).size());
    }

    @Test
    void shouldGiveSingleTracks() {
        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
        bob.offers(bobsOffer);
        String first = publishes("first");
        String second = publishes("second");

        permits(
                alice,
                permission()
                        .addTrackPermissions(TrackPermission.newBuilder()
                                .setParticipantIdentity("bob")
                                .addTrackSids(second)));

        assertFalse(permission(bob, first).getAllowed());
        assertEquals(Map.of("0", second), bob.offers(bobsOffer).getMidToTrackIdMap());
    }

    @Test
    void shouldTakeATrackAwayAtOnceAndGiveItBackAsItWasWanted() {
        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
        String sid = subscribes(bob);
        bob.says(SignalRequest.newBuilder()
                .setTrackSetting(
                        UpdateTrackSettings.newBuilder().addTrackSids(sid).setWidth(400)));

        permits(alice, permission());

        SubscriptionPermissionUpdate lost = permission(bob, sid);
        assertFalse(lost.getAllowed());
        assertEquals(alice.sid(), lost.getParticipantSid());
        bob.await("mediaSectionsRequirement", SignalResponse::hasMediaSectionsRequirement);
        Waiting.until("the node sends him nothing", () -> lastSentTo(bob).isEmpty());

        permits(alice, permission().setAllParticipants(true));

        assertTrue(permission(bob, sid).getAllowed());
        // Idle once, so that the client sees that the track has ended.
        assertEquals(Map.of(), bob.offers(bobsOffer).getMidToTrackIdMap());
        assertEquals(Map.of("0", sid), bob.offers(bobsOffer).getMidToTrackIdMap());
        SelectLayer wish = lobby.node.asked(SelectLayer.class).getLast();
        assertTrue(wish.enabled());
        assertEquals(1, wish.maxLayer());
    }

    @Test
    void shouldTakeATrackAwayOnTheConnectionThatWeOffer() {
        ClientDouble bob = ClientDouble.dual("bob").joins(lobby.rooms);
        bob.await("first offer", SignalResponse::hasOffer);
        bob.says(answer(1));
        String sid = publishes("cid");
        bob.await("second offer", SignalResponse::hasOffer);

        permits(alice, permission());

        assertFalse(permission(bob, sid).getAllowed());
        Waiting.until("the node sends him nothing", () -> lastSentTo(bob).isEmpty());
        bob.says(answer(2));
        assertEquals(
                Map.of(),
                bob.await("third offer", SignalResponse::hasOffer).getOffer().getMidToTrackIdMap());

        permits(alice, permission().setAllParticipants(true));
        bob.says(answer(3));
        // The section's first track gave the browser its id, so that this one must be known by the stream.
        String again =
                bob.await("fourth offer", SignalResponse::hasOffer).getOffer().getSdp();
        assertTrue(again.contains("a=msid:" + alice.sid() + "|" + sid + " " + sid + "\r\n"), again);
    }

    /** His own thread waits for the node and can do nothing. */
    @Test
    void shouldTakeATrackFromWhoIsStuck() {
        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
        String sid = subscribes(bob);
        int before = lobby.node.asked(ConfigureReceive.class).size();
        lobby.node.hold(ConfigureReceive.class::isInstance);
        bob.says(SignalRequest.newBuilder()
                .setOffer(SessionDescription.newBuilder().setSdp(bobsOffer.sdp())));
        Waiting.until(
                "the node is asked",
                () -> lobby.node.asked(ConfigureReceive.class).size() > before);

        permits(alice, permission());

        Waiting.until(
                "the node stops",
                () -> lobby.node.asked(SelectLayer.class).stream()
                        .anyMatch(select -> select.transportId().equals(bob.sid())
                                && select.trackId().equals(sid)
                                && !select.enabled()));
    }

    @Test
    void shouldNotBeTalkedInto() {
        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
        bob.offers(bobsOffer);
        permits(alice, permission());
        String sid = publishes("cid");
        permission(bob, sid);

        bob.says(subscribe(sid, true));
        assertFalse(permission(bob, sid).getAllowed());
        bob.says(subscribe(sid, false));
        bob.says(subscribe(sid, true));
        assertFalse(permission(bob, sid).getAllowed());
        assertEquals(Map.of(), bob.offers(bobsOffer).getMidToTrackIdMap());

        bob.vanishes();
        ClientDouble again = bob.resumes(lobby.rooms, bob.sid());
        assertFalse(permission(again, sid).getAllowed());
        again.says(subscribe(sid, true));
        assertEquals(Map.of(), again.offers(bobsOffer.restarted()).getMidToTrackIdMap());

        alice.offers(alicesOffer.turn(2, "recvonly"));
        String republished = publishes("again");
        assertFalse(permission(again, republished).getAllowed());
        again.says(subscribe(republished, true));
        assertEquals(Map.of(), again.offers(bobsOffer).getMidToTrackIdMap());
        assertTrue(lobby.node.asked(ConfigureSend.class).stream()
                .allMatch(send -> send.sections().isEmpty()));
    }

    @Test
    void shouldNotSubscribeWhoDoesNotWantTheTrackThatIsPermittedAgain() {
        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
        String sid = subscribes(bob);
        permits(alice, permission());
        permission(bob, sid);
        bob.says(subscribe(sid, false));

        permits(alice, permission().setAllParticipants(true));

        assertTrue(permission(bob, sid).getAllowed());
        bob.offers(bobsOffer);
        assertEquals(Map.of(), bob.offers(bobsOffer).getMidToTrackIdMap());
    }

    @Test
    void shouldHoldForWhoJoinsLaterAndWhenThePublisherResumes() {
        String sid = publishes("cid");
        permits(alice, permission().addTrackPermissions(toSid("PA_of_nobody")));
        alice.unread();
        alice.vanishes();
        ClientDouble again = alice.resumes(lobby.rooms, alice.sid());
        again.await("reconnect", SignalResponse::hasReconnect);

        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);

        assertFalse(permission(bob, sid).getAllowed());
        assertEquals(Map.of(), bob.offers(bobsOffer).getMidToTrackIdMap());
        permits(
                again,
                permission()
                        .addTrackPermissions(TrackPermission.newBuilder()
                                .setParticipantIdentity("bob")
                                .setAllTracks(true)));
        assertTrue(permission(bob, sid).getAllowed());
        assertEquals(Map.of("0", sid), bob.offers(bobsOffer).getMidToTrackIdMap());
    }

    /** It was meant to keep somebody out. */
    @Test
    void shouldGiveNobodyAnythingByPermissionsThatAreTooManyToKeep() {
        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
        String sid = subscribes(bob);
        SubscriptionPermission.Builder endless = SubscriptionPermission.newBuilder();
        for (int i = 0; i <= TrackPermissions.MOST_NAMES; i++) {
            endless.addTrackPermissions(
                    TrackPermission.newBuilder().setParticipantIdentity("bob").setAllTracks(true));
        }

        alice.says(SignalRequest.newBuilder().setSubscriptionPermission(endless));

        assertEquals(
                RequestResponse.Reason.LIMIT_EXCEEDED,
                alice.await("requestResponse", SignalResponse::hasRequestResponse)
                        .getRequestResponse()
                        .getReason());
        assertFalse(permission(bob, sid).getAllowed());
        Waiting.until("the node sends him nothing", () -> lastSentTo(bob).isEmpty());
        assertEquals(1, lobby.rooms.counters().refusedPermissions.sum());
    }

    private static void permits(ClientDouble publisher, SubscriptionPermission.Builder wish) {
        publisher.says(SignalRequest.newBuilder().setSubscriptionPermission(wish));
    }

    private String subscribes(ClientDouble bob) {
        bob.offers(bobsOffer);
        String sid = publishes("cid");
        bob.await("mediaSectionsRequirement", SignalResponse::hasMediaSectionsRequirement);
        assertEquals(Map.of("0", sid), bob.offers(bobsOffer).getMidToTrackIdMap());
        return sid;
    }

    private String publishes(String cid) {
        String sid = alice.adds(cid, TrackType.VIDEO, TrackSource.CAMERA);
        alice.offers(alicesOffer.camera(cid));
        lobby.started(sid);
        return sid;
    }

    private List<Command.SendSection> lastSentTo(ClientDouble client) {
        return lobby.node.asked(ConfigureSend.class).stream()
                .filter(send -> send.transportId().startsWith(client.sid()))
                .toList()
                .getLast()
                .sections();
    }

    private static SubscriptionPermissionUpdate permission(ClientDouble client, String sid) {
        return client.await(
                        "the permission of " + sid,
                        message -> message.hasSubscriptionPermissionUpdate()
                                && message.getSubscriptionPermissionUpdate()
                                        .getTrackSid()
                                        .equals(sid))
                .getSubscriptionPermissionUpdate();
    }

    private static SignalRequest.Builder answer(int id) {
        return SignalRequest.newBuilder()
                .setAnswer(SessionDescription.newBuilder()
                        .setId(id)
                        .setSdp(new ClientOffer().video("inactive").sdp()));
    }

    private static SignalRequest.Builder subscribe(String sid, boolean wanted) {
        return SignalRequest.newBuilder()
                .setSubscription(
                        UpdateSubscription.newBuilder().addTrackSids(sid).setSubscribe(wanted));
    }

    private static TrackPermission.Builder toSid(String participantSid) {
        return TrackPermission.newBuilder().setParticipantSid(participantSid).setAllTracks(true);
    }

    private static SubscriptionPermission.Builder permission() {
        return SubscriptionPermission.newBuilder();
    }
}
