package chat.tertulia.voice.signal;

import chat.tertulia.voice.token.TokenVerdict.Granted;
import chat.tertulia.voice.token.VoiceGrant;
import chat.tertulia.voice.token.VoiceGrant.Rights;
import chat.tertulia.voice.token.VoiceTokens;
import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.ConnectionSettings;
import livekit.LivekitRtc.JoinRequest;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.WrappedJoinRequest;
import org.jspecify.annotations.Nullable;

/**
 * Joins that nobody sees: what the server does for the first time it does slowly, so it is done before people wait for it. A
 * hidden participant comes by each of the two ways into a room of its own on a real node, gets its answer or offer, and leaves.
 */
public final class Rehearsal implements SignalSocket {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final String NAME = "rehearsal";

    /** As a browser would say it, in short. */
    private static final String OFFER = """
            v=0
            o=- 1 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 0 1 2
            a=extmap-allow-mixed
            a=ice-ufrag:rehearsal
            a=ice-pwd:passwordofrehearsal12345
            a=fingerprint:sha-256 %s
            a=setup:actpass
            m=audio 9 UDP/TLS/RTP/SAVPF 111 63
            c=IN IP4 0.0.0.0
            a=mid:0
            a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
            a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
            a=sendonly
            a=msid:- rehearsal
            a=rtcp-mux
            a=rtpmap:111 opus/48000/2
            a=rtcp-fb:111 transport-cc
            a=fmtp:111 minptime=10;useinbandfec=1
            a=rtpmap:63 red/48000/2
            a=fmtp:63 111/111
            a=ssrc:1 cname:rehearsal
            m=video 9 UDP/TLS/RTP/SAVPF 96 97
            c=IN IP4 0.0.0.0
            a=mid:1
            a=recvonly
            a=rtcp-mux
            a=rtpmap:96 VP8/90000
            a=rtcp-fb:96 nack pli
            a=rtpmap:97 rtx/90000
            a=fmtp:97 apt=96
            m=application 9 UDP/DTLS/SCTP webrtc-datachannel
            c=IN IP4 0.0.0.0
            a=mid:2
            a=sctp-port:5000
            a=max-message-size:262144
            """.formatted("00" + ":00".repeat(31)).replace("\n", "\r\n");

    private final CountDownLatch described = new CountDownLatch(1);

    private Rehearsal() {}

    /**
     * Needs a media node. May block.
     *
     * @return whether a participant of either kind got as far as to the description of its connection
     */
    public static boolean play(RoomDirectory rooms, VoiceTokens tokens) throws InterruptedException {
        Rights rights = new Rights(true, true, true, false, true, Set.of());
        VoiceGrant wish = new VoiceGrant(NAME, NAME, NAME, "", Map.of(), rights, Instant.EPOCH);
        if (!(tokens.check(tokens.mint(wish, LONGEST)) instanceof Granted(VoiceGrant checked))
                || !(rooms.admit(checked) instanceof Granted(VoiceGrant grant))) {
            return false;
        }
        Optional<JoinIntent> single = JoinReader.single(grant, request());
        return single.isPresent()
                && new Rehearsal().joins(rooms, single.get())
                && new Rehearsal().joins(rooms, JoinReader.dual(grant, _ -> ""));
    }

    private static String request() {
        byte[] join = JoinRequest.newBuilder()
                .setConnectionSettings(ConnectionSettings.newBuilder().setAutoSubscribe(true))
                .addAddTrackRequests(AddTrackRequest.newBuilder().setCid(NAME).setSource(TrackSource.MICROPHONE))
                .setPublisherOffer(SessionDescription.newBuilder()
                        .setType("offer")
                        .setSdp(OFFER)
                        .setId(1))
                .build()
                .toByteArray();
        WrappedJoinRequest wrapped = WrappedJoinRequest.newBuilder()
                .setCompression(WrappedJoinRequest.Compression.GZIP)
                .setJoinRequest(ByteString.copyFrom(zipped(join)))
                .build();
        return Base64.getUrlEncoder().encodeToString(wrapped.toByteArray());
    }

    private static byte[] zipped(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return out.toByteArray();
    }

    private boolean joins(RoomDirectory rooms, JoinIntent intent) throws InterruptedException {
        @Nullable Participant participant = rooms.join(intent, this);
        if (participant == null) {
            return false;
        }
        boolean wasDescribed = described.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        byte[] leave = SignalRequest.newBuilder()
                .setLeave(LeaveRequest.getDefaultInstance())
                .build()
                .toByteArray();
        participant.received(this, ByteBuffer.wrap(leave));
        return wasDescribed;
    }

    @Override
    public void send(SignalResponse message) {
        boolean describes = message.hasAnswer() || message.hasOffer();
        if (describes && message.toByteArray().length > 0) {
            described.countDown();
        }
    }

    @Override
    public void close(String why) {
        // Its own wish, or there is nothing to rehearse with.
    }
}
