package chat.tertulia.voice.signal;

import static org.junit.jupiter.api.Assertions.fail;

import chat.tertulia.voice.signal.JoinIntent.Generation;
import chat.tertulia.voice.token.VoiceGrant;
import chat.tertulia.voice.token.VoiceGrant.Rights;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import livekit.LivekitModels.ClientInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitModels.VideoLayer;
import livekit.LivekitModels.VideoQuality;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import org.jspecify.annotations.Nullable;

/** The far end of a signalling socket. */
final class ClientDouble implements SignalSocket {
    private static final long DEADLINE_SECONDS = 60;

    private final BlockingQueue<SignalResponse> inbox = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();
    private final VoiceGrant grant;
    private final Generation generation;
    private @Nullable Participant participant;
    private volatile @Nullable String closedBecause;
    private boolean mayPause = true;
    private int offers;

    private ClientDouble(VoiceGrant grant, Generation generation) {
        this.grant = grant;
        this.generation = generation;
    }

    static ClientDouble single(String identity) {
        return new ClientDouble(grant(identity, Rights.full()), Generation.SINGLE);
    }

    static ClientDouble single(String identity, Rights rights) {
        return new ClientDouble(grant(identity, rights), Generation.SINGLE);
    }

    static ClientDouble dual(String identity) {
        return new ClientDouble(grant(identity, Rights.full()), Generation.DUAL);
    }

    /** Wishes that no picture is held back from it. */
    ClientDouble unpaused() {
        mayPause = false;
        return this;
    }

    ClientDouble joins(RoomDirectory rooms) {
        participant = rooms.join(intent(""), this);
        return this;
    }

    /** The same client on another socket. */
    ClientDouble resumes(RoomDirectory rooms, String sid) {
        ClientDouble again = new ClientDouble(grant, generation);
        again.offers = offers;
        again.participant = rooms.join(again.intent(sid), again);
        return again;
    }

    private JoinIntent intent(String sid) {
        return new JoinIntent(grant, generation, ClientInfo.getDefaultInstance(), true, sid, mayPause, List.of(), null);
    }

    void says(SignalRequest.Builder request) {
        receives(request.build().toByteArray());
    }

    void receives(byte[] frame) {
        participant().received(this, ByteBuffer.wrap(frame));
    }

    /** Sends the offer and gives the answer. */
    SessionDescription offers(ClientOffer offer) {
        offers++;
        int id = offers;
        says(SignalRequest.newBuilder()
                .setOffer(SessionDescription.newBuilder()
                        .setType("offer")
                        .setSdp(offer.sdp())
                        .setId(id)));
        return await(
                        "the answer to offer " + id,
                        message -> message.hasAnswer() && message.getAnswer().getId() == id)
                .getAnswer();
    }

    String adds(String cid, TrackType type, TrackSource source) {
        AddTrackRequest.Builder track =
                AddTrackRequest.newBuilder().setCid(cid).setType(type).setSource(source);
        if (type == TrackType.VIDEO) {
            track.addLayers(layer(VideoQuality.LOW, 320));
            track.addLayers(layer(VideoQuality.MEDIUM, 640));
            track.addLayers(layer(VideoQuality.HIGH, 1280));
        }
        says(SignalRequest.newBuilder().setAddTrack(track));
        return await("trackPublished", SignalResponse::hasTrackPublished)
                .getTrackPublished()
                .getTrack()
                .getSid();
    }

    void vanishes() {
        participant().socketClosed(this);
    }

    /** The next message of this kind; those before it are let go. */
    SignalResponse await(String what, Predicate<SignalResponse> wanted) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        try {
            while (true) {
                SignalResponse message = inbox.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (message == null) {
                    return fail(what + " has not come; so far: " + seen + ", closed: " + closedBecause);
                }
                seen.add(message.getMessageCase().name());
                if (wanted.test(message)) {
                    return message;
                }
            }
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** What has come and was not looked at; after a message that proves that all before it were handled. */
    List<SignalResponse> unread() {
        says(SignalRequest.newBuilder().setPing(1));
        List<SignalResponse> unread = new ArrayList<>();
        await("pong", message -> {
            unread.add(message);
            return message.getMessageCase() == SignalResponse.MessageCase.PONG;
        });
        unread.removeLast();
        return unread;
    }

    Participant participant() {
        return Objects.requireNonNull(participant, "has not joined");
    }

    String sid() {
        return participant().sid();
    }

    @Nullable
    String closedBecause() {
        return closedBecause;
    }

    @Override
    public void send(SignalResponse message) {
        inbox.add(message);
    }

    @Override
    public void close(String why) {
        closedBecause = why;
    }

    private static VideoLayer layer(VideoQuality quality, int width) {
        return VideoLayer.newBuilder()
                .setQuality(quality)
                .setWidth(width)
                .setHeight(width * 9 / 16)
                .build();
    }

    static VoiceGrant grant(String identity, Rights rights) {
        return new VoiceGrant("lobby", identity, identity, "", Map.of(), rights, Instant.EPOCH);
    }
}
