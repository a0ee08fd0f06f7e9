package chat.tertulia.voice.signal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import livekit.LivekitRtc.SubscriptionPermission;
import livekit.LivekitRtc.TrackPermission;
import org.junit.jupiter.api.Test;

class TrackPermissionsTest {
    private static final Map<String, String> ROOM = Map.of("PA_b", "bob", "PA_c", "carol");

    @Test
    void shouldAllowAllThatIsSaidToBeForAll() {
        assertTrue(TrackPermissions.ALL.allow("anybody", "TR_1"));
        assertTrue(
                of(SubscriptionPermission.newBuilder().setAllParticipants(true)).allow("anybody", "TR_1"));
        assertFalse(of(SubscriptionPermission.newBuilder()).allow("anybody", "TR_1"));
    }

    @Test
    void shouldKnowAParticipantBySidAndByIdentity() {
        TrackPermissions permissions = of(entries(
                TrackPermission.newBuilder().setParticipantSid("PA_b").setAllTracks(true),
                TrackPermission.newBuilder().setParticipantIdentity("dave").addTrackSids("TR_1"),
                TrackPermission.newBuilder().setParticipantIdentity("dave").addTrackSids("TR_2")));
        assertTrue(permissions.allow("bob", "TR_9"));
        assertFalse(permissions.allow("carol", "TR_1"));
        assertTrue(permissions.allow("dave", "TR_1"));
        assertTrue(permissions.allow("dave", "TR_2"));
        assertFalse(permissions.allow("dave", "TR_3"));
    }

    @Test
    void shouldGiveNothingToWhomItCannotTell() {
        TrackPermissions permissions = of(entries(
                TrackPermission.newBuilder().setAllTracks(true),
                TrackPermission.newBuilder().setParticipantSid("PA_gone").setAllTracks(true),
                TrackPermission.newBuilder()
                        .setParticipantSid("PA_c")
                        .setParticipantIdentity("bob")
                        .setAllTracks(true)));
        assertFalse(permissions.allow("", "TR_1"));
        assertFalse(permissions.allow("PA_gone", "TR_1"));
        assertFalse(permissions.allow("bob", "TR_1"));
        assertFalse(permissions.allow("carol", "TR_1"));
    }

    @Test
    void shouldBoundNamesAndTheirLengths() {
        TrackPermission.Builder most = TrackPermission.newBuilder().setParticipantIdentity("bob");
        for (int i = 1; i < TrackPermissions.MOST_NAMES; i++) {
            most.addTrackSids("TR_" + i);
        }
        assertTrue(bounded(most.clone()));
        assertFalse(bounded(most.clone().addTrackSids("TR_more")));
        String tooLong = "x".repeat(257);
        assertFalse(bounded(TrackPermission.newBuilder().setParticipantIdentity(tooLong)));
        assertFalse(bounded(TrackPermission.newBuilder().setParticipantSid(tooLong)));
        assertFalse(bounded(TrackPermission.newBuilder().addTrackSids(tooLong)));
        assertTrue(bounded(TrackPermission.newBuilder().addTrackSids(tooLong.substring(1))));
    }

    private static boolean bounded(TrackPermission.Builder entry) {
        return TrackPermissions.bounded(entries(entry).build());
    }

    private static SubscriptionPermission.Builder entries(TrackPermission.Builder... entries) {
        SubscriptionPermission.Builder wish = SubscriptionPermission.newBuilder();
        for (TrackPermission.Builder entry : entries) {
            wish.addTrackPermissions(entry);
        }
        return wish;
    }

    private static TrackPermissions of(SubscriptionPermission.Builder wish) {
        return TrackPermissions.of(wish.build(), sid -> Optional.ofNullable(ROOM.get(sid)));
    }
}
