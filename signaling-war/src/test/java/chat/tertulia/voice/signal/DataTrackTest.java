package chat.tertulia.voice.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command.DataRoute;
import chat.tertulia.control.Command.RouteData;
import chat.tertulia.voice.token.VoiceGrant.Rights;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import livekit.LivekitModels.DataTrackInfo;
import livekit.LivekitRtc.DataTrackSubscriberHandles.PublishedDataTrack;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.PublishDataTrackRequest;
import livekit.LivekitRtc.RequestResponse;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.SubscriptionPermission;
import livekit.LivekitRtc.UnpublishDataTrackRequest;
import livekit.LivekitRtc.UpdateDataSubscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Data tracks, from the request to what the node is told. */
class DataTrackTest {
    private final Lobby lobby = new Lobby(Duration.ofMinutes(1));
    private final ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
    private final ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);

    @AfterEach
    void close() {
        lobby.close();
    }

    @Test
    void shouldRouteATrackToWhoSubscribes() {
        bob.offers(new ClientOffer().data());
        DataTrackInfo track = publishes(5, "robot arm");
        assertTrue(track.getSid().startsWith("DTR_"), track.getSid());
        assertEquals(List.of(track), seenBy(bob));

        bob.says(subscription(track.getSid(), true));

        assertEquals(Map.of(1, "alice " + alice.sid() + " " + track.getSid()), handles(bob));
        assertEquals(List.of(new DataRoute(alice.sid(), 5, 1)), lastRoutes());

        bob.says(subscription(track.getSid(), false));
        assertEquals(Map.of(), handles(bob));
        assertEquals(List.of(), lastRoutes());
    }

    @Test
    void shouldRouteAsSoonAsThereAreDataChannels() {
        String sid = publishes(5, "robot arm").getSid();
        seenBy(bob);
        bob.says(subscription(sid, true));
        handles(bob);
        assertEquals(List.of(), lobby.node.asked(RouteData.class));

        bob.offers(new ClientOffer().data());

        assertEquals(List.of(new DataRoute(alice.sid(), 5, 1)), lastRoutes());
    }

    @Test
    void shouldEndRoutesWithTheTrackAndWithItsPublisher() {
        bob.offers(new ClientOffer().data());
        String first = publishes(1, "first").getSid();
        String second = publishes(2, "second").getSid();
        bob.says(subscription(first, true));
        bob.says(subscription(second, true));
        handles(bob);
        assertEquals(2, handles(bob).size());

        alice.says(SignalRequest.newBuilder()
                .setUnpublishDataTrackRequest(
                        UnpublishDataTrackRequest.newBuilder().setPubHandle(1)));
        assertEquals(
                first,
                alice.await("unpublished", SignalResponse::hasUnpublishDataTrackResponse)
                        .getUnpublishDataTrackResponse()
                        .getInfo()
                        .getSid());
        assertEquals(Set.of(2), handles(bob).keySet());
        assertEquals(List.of(new DataRoute(alice.sid(), 2, 2)), lastRoutes());

        alice.says(SignalRequest.newBuilder().setLeave(LeaveRequest.newBuilder()));
        assertEquals(Map.of(), handles(bob));
        assertEquals(List.of(), lastRoutes());
    }

    @Test
    void shouldRefuseWhatIsNoTrack() {
        for (int i = 1; i <= DataTracks.MOST_PUBLISHED - 1; i++) {
            publishes(i, "track " + i);
        }
        assertEquals(RequestResponse.Reason.INVALID_HANDLE, refused(alice, 0, "a"));
        assertEquals(RequestResponse.Reason.INVALID_HANDLE, refused(alice, 65_536, "a"));
        assertEquals(RequestResponse.Reason.INVALID_HANDLE, refused(alice, -1, "a"));
        assertEquals(RequestResponse.Reason.DUPLICATE_HANDLE, refused(alice, 3, "a"));
        assertEquals(RequestResponse.Reason.INVALID_NAME, refused(alice, 100, " "));
        assertEquals(RequestResponse.Reason.INVALID_NAME, refused(alice, 100, "n".repeat(257)));
        assertEquals(RequestResponse.Reason.DUPLICATE_NAME, refused(alice, 100, "track 3"));
        publishes(65_535, "n".repeat(256));
        assertEquals(RequestResponse.Reason.LIMIT_EXCEEDED, refused(alice, 100, "one more"));
        alice.says(SignalRequest.newBuilder()
                .setUnpublishDataTrackRequest(
                        UnpublishDataTrackRequest.newBuilder().setPubHandle(100)));
        assertEquals(RequestResponse.Reason.NOT_FOUND, reason(alice));
    }

    @Test
    void shouldLetNobodyPublishOrGetDataTracksWhoMayNot() {
        Rights none = new Rights(true, false, false, false, false, Set.of());
        ClientDouble carol = ClientDouble.single("carol", none).joins(lobby.rooms);
        carol.offers(new ClientOffer().data());
        String sid = publishes(1, "track").getSid();

        assertEquals(RequestResponse.Reason.NOT_ALLOWED, refused(carol, 1, "mine"));
        carol.says(subscription(sid, true));
        carol.unread();
        settled(carol);
        assertEquals(List.of(), lastRoutes());
    }

    @Test
    void shouldHeedWhomThePublisherLetsHaveItsTracks() {
        bob.offers(new ClientOffer().data());
        String sid = publishes(1, "track").getSid();
        alice.says(permission(false));
        alice.unread();
        settled(alice);
        bob.says(subscription(sid, true));
        settled(bob);
        assertEquals(List.of(), lastRoutes());

        alice.says(permission(true));
        assertEquals(Set.of(1), handles(bob).keySet());
        assertEquals(1, lastRoutes().size());

        alice.says(permission(false));
        assertEquals(Map.of(), handles(bob));
        assertEquals(List.of(), lastRoutes());
    }

    @Test
    void shouldTellTheHandlesAgainToWhoResumes() {
        bob.offers(new ClientOffer().data());
        String sid = publishes(1, "track").getSid();
        bob.says(subscription(sid, true));
        handles(bob);
        bob.vanishes();

        ClientDouble again = bob.resumes(lobby.rooms, bob.sid());

        assertEquals(Set.of(1), handles(again).keySet());
    }

    /** The room has dealt with all that this client has said: it answers a request of its own behind it. */
    private static void settled(ClientDouble client) {
        client.says(SignalRequest.newBuilder()
                .setUnpublishDataTrackRequest(
                        UnpublishDataTrackRequest.newBuilder().setPubHandle(60_000)));
        assertEquals(RequestResponse.Reason.NOT_FOUND, reason(client));
    }

    private List<DataRoute> lastRoutes() {
        List<RouteData> told = lobby.node.asked(RouteData.class);
        return told.isEmpty() ? List.of() : told.getLast().routes();
    }

    private DataTrackInfo publishes(int handle, String name) {
        alice.says(publication(handle, name));
        return alice.await("published", SignalResponse::hasPublishDataTrackResponse)
                .getPublishDataTrackResponse()
                .getInfo();
    }

    private static List<DataTrackInfo> seenBy(ClientDouble client) {
        return client.await(
                        "an update with data tracks",
                        message -> message.hasUpdate()
                                && message.getUpdate().getParticipants(0).getDataTracksCount() > 0)
                .getUpdate()
                .getParticipants(0)
                .getDataTracksList();
    }

    private static Map<Integer, String> handles(ClientDouble client) {
        Map<Integer, PublishedDataTrack> told = client.await("handles", SignalResponse::hasDataTrackSubscriberHandles)
                .getDataTrackSubscriberHandles()
                .getSubHandlesMap();
        Map<Integer, String> handles = new TreeMap<>();
        told.forEach((handle, track) -> handles.put(
                handle, track.getPublisherIdentity() + " " + track.getPublisherSid() + " " + track.getTrackSid()));
        return handles;
    }

    private static RequestResponse.Reason refused(ClientDouble client, int handle, String name) {
        client.says(publication(handle, name));
        return reason(client);
    }

    private static RequestResponse.Reason reason(ClientDouble client) {
        return client.await("requestResponse", SignalResponse::hasRequestResponse)
                .getRequestResponse()
                .getReason();
    }

    private static SignalRequest.Builder publication(int handle, String name) {
        return SignalRequest.newBuilder()
                .setPublishDataTrackRequest(PublishDataTrackRequest.newBuilder()
                        .setPubHandle(handle)
                        .setName(name));
    }

    private static SignalRequest.Builder subscription(String sid, boolean wanted) {
        return SignalRequest.newBuilder()
                .setUpdateDataSubscription(UpdateDataSubscription.newBuilder()
                        .addUpdates(UpdateDataSubscription.Update.newBuilder()
                                .setTrackSid(sid)
                                .setSubscribe(wanted)));
    }

    private static SignalRequest.Builder permission(boolean all) {
        return SignalRequest.newBuilder()
                .setSubscriptionPermission(SubscriptionPermission.newBuilder().setAllParticipants(all));
    }
}
