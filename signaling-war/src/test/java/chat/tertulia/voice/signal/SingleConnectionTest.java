package chat.tertulia.voice.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command;
import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.Command.ConfigureSend;
import chat.tertulia.control.Command.ReceiveSection;
import chat.tertulia.control.NodeEvent;
import chat.tertulia.voice.token.VoiceGrant.Rights;
import java.util.List;
import java.util.Map;
import java.util.Set;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.JoinResponse;
import livekit.LivekitRtc.MediaSectionsRequirement;
import livekit.LivekitRtc.RequestResponse;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.StreamState;
import livekit.LivekitRtc.StreamStateInfo;
import livekit.LivekitRtc.SubscribedQuality;
import livekit.LivekitRtc.SubscribedQualityUpdate;
import livekit.LivekitRtc.UpdateSubscription;
import livekit.LivekitRtc.UpdateTrackSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SingleConnectionTest {
    private final Lobby lobby = new Lobby();
    private final ClientOffer alicesOffer =
            new ClientOffer().audio("recvonly").video("recvonly").data();
    private final ClientOffer bobsOffer =
            new ClientOffer().audio("recvonly").video("recvonly").data();

    @AfterEach
    void close() {
        lobby.close();
    }

    @Test
    void shouldSayJoinFirstWithAllThatClientsDemand() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);

        SignalResponse first = alice.await("anything", _ -> true);

        JoinResponse join = first.getJoin();
        assertTrue(join.getParticipant().getSid().startsWith("PA_"));
        assertTrue(join.getRoom().getSid().startsWith("RM_"));
        assertEquals("alice", join.getParticipant().getIdentity());
        assertFalse(join.getServerInfo().getVersion().isEmpty());
        assertEquals(List.of(5, 15), List.of(join.getPingInterval(), join.getPingTimeout()));
        assertTrue(join.getEnabledPublishCodecsList().stream()
                .anyMatch(codec -> codec.getMime().equals("video/VP8")));
    }

    @Test
    void shouldAnswerOnlyWhenTheNodeKnowsTheSections() {
        lobby.node.hold(ConfigureReceive.class::isInstance);
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        alice.says(SignalRequest.newBuilder()
                .setOffer(SessionDescription.newBuilder()
                        .setSdp(alicesOffer.sdp())
                        .setId(9)));
        Waiting.until(
                "the node is asked",
                () -> !lobby.node.asked(ConfigureSend.class).isEmpty());
        alice.await("join", SignalResponse::hasJoin);
        assertTrue(lobby.node.asked(ConfigureReceive.class).size() == 1);

        lobby.node.release();

        assertEquals(
                9,
                alice.await("the answer", SignalResponse::hasAnswer).getAnswer().getId());
    }

    @Test
    void shouldTellTheNodeOfTheDataChannelsBeforeItAnswers() {
        lobby.node.hold(Command.ConfigureData.class::isInstance);
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        alice.says(SignalRequest.newBuilder()
                .setOffer(SessionDescription.newBuilder()
                        .setSdp(alicesOffer.sdp())
                        .setId(9)));
        Waiting.until(
                "the node is asked",
                () -> !lobby.node.asked(Command.ConfigureData.class).isEmpty());
        Command.ConfigureData asked =
                lobby.node.asked(Command.ConfigureData.class).getFirst();
        assertEquals(new Command.DataMember("alice", "alice", true), asked.member());
        assertEquals(Command.DataRole.BOTH, asked.role());
        assertEquals(262_144, asked.messageBytes());

        lobby.node.release();

        String answer =
                alice.await("the answer", SignalResponse::hasAnswer).getAnswer().getSdp();
        assertTrue(answer.contains("m=application 9 ") && answer.contains("a=group:BUNDLE 0 1 2\r\n"), answer);
    }

    @Test
    void shouldBindATrackToTheSectionWhoseMsidNamesIt() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        alice.offers(alicesOffer);
        String sid = alice.adds("cid-1", TrackType.VIDEO, TrackSource.CAMERA);

        SessionDescription answer = alice.offers(alicesOffer.camera("cid-1"));

        ReceiveSection section =
                lobby.node.asked(ConfigureReceive.class).getLast().sections().getFirst();
        assertEquals("3", section.mid());
        assertEquals(sid, section.trackId());
        assertEquals(
                List.of("q", "h", "f"),
                section.layers().stream().map(Command.Layer::rid).toList());
        assertEquals(320, section.layers().getFirst().width());
        assertEquals(97, section.codecs().getFirst().rtxPayloadType());
        assertTrue(answer.getSdp().contains("a=simulcast:recv q;h;f"));
    }

    @Test
    void shouldForwardNothingFromASectionWithoutAnnouncedTrack() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);

        alice.offers(alicesOffer.camera("never announced"));

        assertTrue(lobby.node.asked(ConfigureReceive.class).getLast().sections().isEmpty());
    }

    @Test
    void shouldGiveATrackToASpareSectionOfTheOther() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
        bob.offers(bobsOffer);

        String sid = publishes(alice);

        MediaSectionsRequirement requirement = bob.await(
                        "mediaSectionsRequirement", SignalResponse::hasMediaSectionsRequirement)
                .getMediaSectionsRequirement();
        assertEquals(0, requirement.getNumVideos());
        SessionDescription answer = bob.offers(bobsOffer);
        assertEquals(Map.of("1", sid), answer.getMidToTrackIdMap());
        assertTrue(answer.getSdp().contains("a=msid:" + alice.sid() + "|camera " + sid));
        ConfigureSend sending = lobby.node.asked(ConfigureSend.class).getLast();
        assertEquals(sid, sending.sections().getFirst().trackId());
        assertTrue(answer.getSdp()
                .contains("a=ssrc:" + sending.sections().getFirst().ssrc()));
        alice.await("trackSubscribed", SignalResponse::hasTrackSubscribed);
    }

    @Test
    void shouldTellOfATrackBeforeItsMedia() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
        bob.offers(bobsOffer);
        String sid = publishes(alice);

        List<String> order = new java.util.ArrayList<>();
        bob.await("mediaSectionsRequirement", message -> {
            if (message.hasUpdate()
                    && message.getUpdate().getParticipants(0).getTracksList().stream()
                            .anyMatch(track -> track.getSid().equals(sid))) {
                order.add("update");
            }
            return message.hasMediaSectionsRequirement();
        });

        assertEquals(List.of("update"), order);
    }

    @Test
    void shouldAskForSectionsThatAreMissing() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
        bob.offers(new ClientOffer().audio("recvonly"));

        publishes(alice);

        assertEquals(
                1,
                bob.await("mediaSectionsRequirement", SignalResponse::hasMediaSectionsRequirement)
                        .getMediaSectionsRequirement()
                        .getNumVideos());
    }

    @Test
    void shouldIdleASectionOnceBeforeItIsUsedAgain() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
        bob.offers(bobsOffer);
        String sid = publishes(alice);
        bob.await("mediaSectionsRequirement", SignalResponse::hasMediaSectionsRequirement);
        assertEquals(Map.of("1", sid), bob.offers(bobsOffer).getMidToTrackIdMap());

        bob.says(subscribe(sid, false));
        bob.await("mediaSectionsRequirement", SignalResponse::hasMediaSectionsRequirement);
        Waiting.until(
                "the node sends him nothing",
                () -> lobby.node.asked(ConfigureSend.class).getLast().sections().isEmpty());
        bob.says(subscribe(sid, true));

        assertEquals(Map.of(), bob.offers(bobsOffer).getMidToTrackIdMap());
        bob.await("mediaSectionsRequirement", SignalResponse::hasMediaSectionsRequirement);
        assertEquals(Map.of("1", sid), bob.offers(bobsOffer).getMidToTrackIdMap());
    }

    @Test
    void shouldUnpublishWhenTheSectionStopsSending() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
        publishes(alice);
        bob.await(
                "alice's track",
                message -> message.hasUpdate()
                        && message.getUpdate().getParticipants(0).getTracksCount() == 1);

        alice.offers(alicesOffer.turn(3, "recvonly"));

        bob.await(
                "alice without track",
                message -> message.hasUpdate()
                        && message.getUpdate().getParticipants(0).getTracksCount() == 0);
        assertTrue(lobby.node.asked(ConfigureReceive.class).getLast().sections().isEmpty());
    }

    @Test
    void shouldPublishOnlyWhatTheTokenAllows() {
        Rights microphoneOnly = new Rights(true, true, true, false, false, Set.of("microphone"));
        ClientDouble alice = ClientDouble.single("alice", microphoneOnly).joins(lobby.rooms);

        alice.says(SignalRequest.newBuilder()
                .setAddTrack(AddTrackRequest.newBuilder()
                        .setCid("c")
                        .setType(TrackType.VIDEO)
                        .setSource(TrackSource.CAMERA)));

        assertEquals(
                RequestResponse.Reason.NOT_ALLOWED,
                alice.await("requestResponse", SignalResponse::hasRequestResponse)
                        .getRequestResponse()
                        .getReason());
        alice.offers(alicesOffer.camera("c"));
        assertTrue(lobby.node.asked(ConfigureReceive.class).getLast().sections().isEmpty());
    }

    @Test
    void shouldPublishNoMoreTracksThanAllowed() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        for (int i = 0; i < 4; i++) {
            alice.adds("cid-" + i, TrackType.AUDIO, TrackSource.MICROPHONE);
        }

        alice.says(SignalRequest.newBuilder()
                .setAddTrack(AddTrackRequest.newBuilder().setCid("one more")));

        assertEquals(
                RequestResponse.Reason.LIMIT_EXCEEDED,
                alice.await("requestResponse", SignalResponse::hasRequestResponse)
                        .getRequestResponse()
                        .getReason());
    }

    @Test
    void shouldSubscribeNobodyWhoMayNot() {
        Rights deaf = new Rights(true, false, true, false, false, Set.of());
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        ClientDouble bob = ClientDouble.single("bob", deaf).joins(lobby.rooms);
        bob.offers(bobsOffer);
        String sid = publishes(alice);
        bob.says(subscribe(sid, true));

        bob.await("subscriptionResponse", SignalResponse::hasSubscriptionResponse);
        assertEquals(Map.of(), bob.offers(bobsOffer).getMidToTrackIdMap());
    }

    @Test
    void shouldChooseTheLayerThatFillsTheWidth() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
        bob.offers(bobsOffer);
        String sid = publishes(alice);
        bob.await("mediaSectionsRequirement", SignalResponse::hasMediaSectionsRequirement);
        bob.offers(bobsOffer);

        bob.says(settings(sid)
                .setTrackSetting(UpdateTrackSettings.newBuilder()
                        .addTrackSids(sid)
                        .setWidth(400)
                        .setHeight(225)));
        bob.says(settings(sid)
                .setTrackSetting(
                        UpdateTrackSettings.newBuilder().addTrackSids(sid).setDisabled(true)));
        bob.unread();

        List<Command.SelectLayer> selected = lobby.node.asked(Command.SelectLayer.class);
        assertEquals(1, selected.getFirst().maxLayer());
        assertEquals(400 * 225, selected.getFirst().pixels());
        assertTrue(selected.getFirst().enabled());
        assertFalse(selected.getLast().enabled());
    }

    @Test
    void shouldTellTheNodeThatNothingIsToBePaused() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        ClientDouble bob = ClientDouble.single("bob").unpaused().joins(lobby.rooms);
        bob.offers(bobsOffer);
        String sid = publishes(alice);
        bob.await("mediaSectionsRequirement", SignalResponse::hasMediaSectionsRequirement);
        bob.offers(bobsOffer);

        Command.SelectLayer selected =
                lobby.node.asked(Command.SelectLayer.class).getFirst();
        assertEquals(sid, selected.trackId());
        assertFalse(selected.mayPause());
        assertTrue(selected.enabled());
    }

    @Test
    void shouldTellReceiversWhatIsPausedAndPublishersWhatIsWanted() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        String sid = publishes(alice);
        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
        bob.offers(bobsOffer);
        String transportId =
                lobby.node.asked(Command.OpenTransport.class).getLast().transportId();

        lobby.happened(
                new NodeEvent.StreamStatesChanged("lobby", transportId, List.of(new NodeEvent.StreamState(sid, true))));
        StreamStateInfo paused = bob.await("streamStateUpdate", SignalResponse::hasStreamStateUpdate)
                .getStreamStateUpdate()
                .getStreamStates(0);
        lobby.happened(new NodeEvent.TrackDemand("lobby", sid, 0));
        SubscribedQualityUpdate wanted = alice.await(
                        "subscribedQualityUpdate", SignalResponse::hasSubscribedQualityUpdate)
                .getSubscribedQualityUpdate();

        assertEquals(sid, paused.getTrackSid());
        assertEquals(StreamState.PAUSED, paused.getState());
        assertEquals(sid, wanted.getTrackSid());
        assertEquals(
                List.of(true, false, false),
                wanted.getSubscribedCodecs(0).getQualitiesList().stream()
                        .map(SubscribedQuality::getEnabled)
                        .toList());
    }

    @Test
    void shouldRestartIceForNewCredentialsAndRefuseAnotherCertificate() {
        ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);
        String before = alice.offers(alicesOffer).getSdp();

        String after = alice.offers(alicesOffer.restarted()).getSdp();

        assertEquals(1, lobby.node.asked(Command.RestartIce.class).size());
        assertFalse(line(before, "a=ice-ufrag").equals(line(after, "a=ice-ufrag")));
        alice.says(SignalRequest.newBuilder()
                .setOffer(SessionDescription.newBuilder()
                        .setSdp(alicesOffer.impostor().sdp())));
        alice.await("leave", SignalResponse::hasLeave);
        assertEquals(1, lobby.rooms.counters().refusedSdp.sum());
    }

    private String publishes(ClientDouble alice) {
        alice.offers(alicesOffer);
        String sid = alice.adds("cid", TrackType.VIDEO, TrackSource.CAMERA);
        alice.offers(alicesOffer.camera("cid"));
        lobby.started(sid);
        return sid;
    }

    private static SignalRequest.Builder subscribe(String sid, boolean wanted) {
        return SignalRequest.newBuilder()
                .setSubscription(
                        UpdateSubscription.newBuilder().addTrackSids(sid).setSubscribe(wanted));
    }

    private static SignalRequest.Builder settings(String sid) {
        return SignalRequest.newBuilder()
                .setTrackSetting(UpdateTrackSettings.newBuilder().addTrackSids(sid));
    }

    private static String line(String sdp, String prefix) {
        return sdp.lines().filter(text -> text.startsWith(prefix)).findFirst().orElseThrow();
    }
}
