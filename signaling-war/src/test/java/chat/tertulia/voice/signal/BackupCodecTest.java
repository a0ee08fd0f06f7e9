package chat.tertulia.voice.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command.Codec;
import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.Command.ConfigureSend;
import chat.tertulia.control.Command.ReceiveSection;
import chat.tertulia.control.NodeEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitModels.VideoLayer;
import livekit.LivekitModels.VideoQuality;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.RequestResponse;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.SimulcastCodec;
import livekit.LivekitRtc.SubscribedCodec;
import livekit.LivekitRtc.SubscribedQuality;
import livekit.LivekitRtc.UpdateSubscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tracks in AV1, and in VP8 for who cannot decode that. */
class BackupCodecTest {
    private final Lobby lobby = new Lobby(Duration.ofMinutes(1));
    private final ClientOffer alicesOffer =
            new ClientOffer().modernVideo("recvonly").data();
    private final ClientDouble alice = ClientDouble.single("alice").joins(lobby.rooms);

    @AfterEach
    void close() {
        lobby.close();
    }

    @Test
    void shouldCarryBothCodecsUnderOneSidTheBetterFirst() {
        String sid = announces();
        alice.offers(alicesOffer.modernCamera("first"));

        TrackInfo info = addsBackup(sid, "second", "vp8");
        alice.offers(alicesOffer.camera("second"));

        assertEquals(sid, info.getSid());
        assertEquals(
                List.of("video/AV1 first", "video/VP8 second"),
                info.getCodecsList().stream()
                        .map(codec -> codec.getMimeType() + " " + codec.getCid())
                        .toList());
        assertEquals(List.of("2 av1", "3 vp8"), received(sid));
        List<ReceiveSection> sections =
                lobby.node.asked(ConfigureReceive.class).getLast().sections();
        assertEquals(3, sections.getLast().layers().size());
        assertEquals("q", sections.getLast().layers().getFirst().rid());
    }

    /** A client may use a section again that comes before. */
    @Test
    void shouldPutTheBetterCodecFirstWhereverItsSectionIs() {
        String sid = announces();
        addsBackup(sid, "second", "vp8");

        alice.offers(alicesOffer.camera("second").modernCamera("first"));

        assertEquals(List.of("3 av1", "2 vp8"), received(sid));
    }

    @Test
    void shouldGoOnWithoutTheSecondCodecAndNotWithoutTheFirst() {
        String sid = announces();
        alice.offers(alicesOffer.modernCamera("first"));
        addsBackup(sid, "second", "vp8");
        alice.offers(alicesOffer.camera("second"));

        alice.offers(alicesOffer.turn(3, "recvonly"));
        assertEquals(List.of("2 av1"), received(sid));

        addsBackup(sid, "third", "vp8");
        alice.offers(alicesOffer.camera("third"));
        assertEquals(List.of("2 av1", "4 vp8"), received(sid));

        alice.offers(alicesOffer.turn(2, "recvonly"));
        assertEquals(List.of(), received(sid));
    }

    @Test
    void shouldRefuseASecondCodecThatIsNotOfAnAnnouncedTrack() {
        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
        String sid = announces();
        alice.offers(alicesOffer.modernCamera("first"));

        assertEquals(RequestResponse.Reason.UNSUPPORTED_TYPE, refused(alice, sid, "h264"));
        assertEquals(RequestResponse.Reason.UNSUPPORTED_TYPE, refused(alice, sid, "av1"));
        assertEquals(RequestResponse.Reason.NOT_FOUND, refused(alice, "TR_unknown", "vp8"));
        assertEquals(RequestResponse.Reason.NOT_FOUND, refused(bob, sid, "vp8"));
        addsBackup(sid, "second", "vp8");
        alice.offers(alicesOffer.camera("second"));
        assertEquals(RequestResponse.Reason.UNSUPPORTED_TYPE, refused(alice, sid, "vp8"));
        assertEquals(List.of("2 av1", "3 vp8"), received(sid));
    }

    @Test
    void shouldAskForEachCodecWhileSomebodyNeedsIt() {
        ClientOffer bobsOffer = new ClientOffer().modernVideo("recvonly");
        ClientDouble bob = ClientDouble.single("bob").joins(lobby.rooms);
        bob.offers(bobsOffer);
        String sid = publishes();
        bob.await("mediaSectionsRequirement", SignalResponse::hasMediaSectionsRequirement);
        assertEquals(Map.of("0", sid), bob.offers(bobsOffer).getMidToTrackIdMap());
        assertEquals("av1", sentTo(bob));

        ClientOffer carolsOffer = new ClientOffer().video("recvonly");
        ClientDouble carol = ClientDouble.single("carol").joins(lobby.rooms);
        assertEquals(Map.of("0", sid), carol.offers(carolsOffer).getMidToTrackIdMap());
        assertEquals("vp8", sentTo(carol));
        assertEquals(Map.of("av1", "111", "vp8", "111"), wanted());

        lobby.happened(new NodeEvent.TrackDemand("lobby", sid, 1));
        assertEquals(Map.of("av1", "110", "vp8", "111"), wanted());
        lobby.happened(new NodeEvent.TrackDemand("lobby", sid, 2));
        assertEquals(Map.of("av1", "111", "vp8", "111"), wanted());

        bob.says(subscribe(sid, false));
        assertEquals(Map.of("av1", "000", "vp8", "111"), wanted());
        bob.offers(bobsOffer);
        bob.says(subscribe(sid, true));
        bob.offers(bobsOffer);
        assertEquals(Map.of("av1", "111", "vp8", "111"), wanted());

        carol.says(SignalRequest.newBuilder().setLeave(LeaveRequest.newBuilder()));
        assertEquals(Map.of("av1", "111", "vp8", "000"), wanted());
    }

    /** What was asked for while the socket was away is lost. */
    @Test
    void shouldAskAgainWhenThePublisherResumes() {
        publishes();
        ClientDouble carol = ClientDouble.single("carol").joins(lobby.rooms);
        carol.offers(new ClientOffer().video("recvonly"));
        wanted();
        alice.vanishes();

        ClientDouble again = alice.resumes(lobby.rooms, alice.sid());

        assertEquals(Map.of("av1", "000", "vp8", "111"), wanted(again));
    }

    @Test
    void shouldOfferBothAndSendTheOneThatTheClientTook() {
        ClientDouble bob = ClientDouble.dual("bob").joins(lobby.rooms);
        bob.await("first offer", SignalResponse::hasOffer);
        bob.says(answer(1, new ClientOffer()));
        String sid = publishes();
        String offer =
                bob.await("second offer", SignalResponse::hasOffer).getOffer().getSdp();
        assertTrue(offer.contains("m=video 9 UDP/TLS/RTP/SAVPF 45 46 96 97\r\n"), offer);

        bob.says(answer(2, new ClientOffer().video("recvonly")));

        assertEquals(Map.of("av1", "000", "vp8", "111"), wanted());
        assertEquals("vp8", sentTo(bob));
        assertEquals(
                sid,
                lobby.node
                        .asked(ConfigureSend.class)
                        .getLast()
                        .sections()
                        .getFirst()
                        .trackId());
    }

    private String announces() {
        alice.offers(alicesOffer);
        alice.says(SignalRequest.newBuilder()
                .setAddTrack(AddTrackRequest.newBuilder()
                        .setCid("first")
                        .setType(TrackType.VIDEO)
                        .setSource(TrackSource.CAMERA)
                        .addLayers(layer(VideoQuality.HIGH))
                        .addLayers(layer(VideoQuality.MEDIUM))
                        .addLayers(layer(VideoQuality.LOW))
                        .addSimulcastCodecs(codec("av1").setCid("first"))
                        .addSimulcastCodecs(codec("vp8"))));
        return alice.await("trackPublished", SignalResponse::hasTrackPublished)
                .getTrackPublished()
                .getTrack()
                .getSid();
    }

    private String publishes() {
        String sid = announces();
        alice.offers(alicesOffer.modernCamera("first"));
        lobby.started(sid);
        return sid;
    }

    private TrackInfo addsBackup(String sid, String cid, String codec) {
        alice.says(backup(sid, cid, codec));
        return alice.await(
                        "trackPublished " + cid,
                        message -> message.hasTrackPublished()
                                && message.getTrackPublished().getCid().equals(cid))
                .getTrackPublished()
                .getTrack();
    }

    private static RequestResponse.Reason refused(ClientDouble client, String sid, String codec) {
        client.says(backup(sid, "refused", codec));
        return client.await("requestResponse", SignalResponse::hasRequestResponse)
                .getRequestResponse()
                .getReason();
    }

    private static SignalRequest.Builder backup(String sid, String cid, String codec) {
        return SignalRequest.newBuilder()
                .setAddTrack(AddTrackRequest.newBuilder()
                        .setCid(cid)
                        .setSid(sid)
                        .setType(TrackType.VIDEO)
                        .setSource(TrackSource.CAMERA)
                        .addLayers(layer(VideoQuality.LOW))
                        .addLayers(layer(VideoQuality.MEDIUM))
                        .addLayers(layer(VideoQuality.HIGH))
                        .addSimulcastCodecs(codec(codec).setCid(cid)));
    }

    /** Sections of the track as the node knows them: mid and codec. */
    private List<String> received(String sid) {
        return lobby.node.asked(ConfigureReceive.class).getLast().sections().stream()
                .filter(section -> sid.equals(section.trackId()))
                .map(section ->
                        section.mid() + " " + section.codecs().getFirst().name())
                .toList();
    }

    private String sentTo(ClientDouble client) {
        List<Codec> codecs = lobby.node.asked(ConfigureSend.class).stream()
                .filter(send -> send.transportId().startsWith(client.sid()))
                .toList()
                .getLast()
                .sections()
                .getFirst()
                .codecs();
        assertEquals(1, codecs.size(), "one codec, so that what is forwarded is certain");
        return codecs.getFirst().name();
    }

    private Map<String, String> wanted() {
        return wanted(alice);
    }

    /** By codec, a digit for each quality from the lowest. */
    private static Map<String, String> wanted(ClientDouble publisher) {
        List<SubscribedCodec> codecs = publisher
                .await("subscribedQualityUpdate", SignalResponse::hasSubscribedQualityUpdate)
                .getSubscribedQualityUpdate()
                .getSubscribedCodecsList();
        return Map.of(
                codecs.getFirst().getCodec(), digits(codecs.getFirst()),
                codecs.getLast().getCodec(), digits(codecs.getLast()));
    }

    private static String digits(SubscribedCodec codec) {
        StringBuilder digits = new StringBuilder();
        for (SubscribedQuality quality : codec.getQualitiesList()) {
            digits.append(quality.getEnabled() ? '1' : '0');
        }
        return digits.toString();
    }

    private static SignalRequest.Builder answer(int id, ClientOffer sections) {
        // The section for data channels is the first; its mid does not matter here.
        String sdp = sections.data().sdp();
        return SignalRequest.newBuilder()
                .setAnswer(SessionDescription.newBuilder().setId(id).setSdp(sdp));
    }

    private static SignalRequest.Builder subscribe(String sid, boolean wanted) {
        return SignalRequest.newBuilder()
                .setSubscription(
                        UpdateSubscription.newBuilder().addTrackSids(sid).setSubscribe(wanted));
    }

    private static SimulcastCodec.Builder codec(String name) {
        return SimulcastCodec.newBuilder().setCodec(name);
    }

    private static VideoLayer layer(VideoQuality quality) {
        return VideoLayer.newBuilder()
                .setQuality(quality)
                .setWidth(320 << quality.getNumber())
                .build();
    }
}
