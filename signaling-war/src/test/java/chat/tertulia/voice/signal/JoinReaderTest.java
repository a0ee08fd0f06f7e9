package chat.tertulia.voice.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.voice.token.VoiceGrant;
import chat.tertulia.voice.token.VoiceGrant.Rights;
import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.ConnectionSettings;
import livekit.LivekitRtc.JoinRequest;
import livekit.LivekitRtc.WrappedJoinRequest;
import org.junit.jupiter.api.Test;

class JoinReaderTest {
    private static final VoiceGrant GRANT =
            new VoiceGrant("lobby", "alice", "alice", "", Map.of(), Rights.full(), Instant.EPOCH);

    private static boolean mayPause(ConnectionSettings.Builder settings) {
        return read(plain(
                        JoinRequest.newBuilder().setConnectionSettings(settings).build()))
                .orElseThrow()
                .mayPause();
    }

    private static boolean mayPause(Map<String, String> query) {
        return JoinReader.dual(GRANT, name -> query.getOrDefault(name, "")).mayPause();
    }

    @Test
    void shouldReadAWishNotToBePaused() {
        assertFalse(mayPause(ConnectionSettings.newBuilder().setSubscriberAllowPause(false)));
        assertFalse(mayPause(Map.of("subscriber_allow_pause", "0")));
        assertFalse(mayPause(Map.of("subscriber_allow_pause", "false")));
    }

    @Test
    void shouldPauseWhenNothingWasSaid() {
        assertTrue(mayPause(ConnectionSettings.newBuilder()));
        assertTrue(mayPause(ConnectionSettings.newBuilder().setSubscriberAllowPause(true)));
        assertTrue(mayPause(Map.of()));
        assertTrue(mayPause(Map.of("subscriber_allow_pause", "1")));
    }

    @Test
    void shouldReadPlainAndGzippedRequests() throws IOException {
        JoinRequest request = JoinRequest.newBuilder()
                .setReconnect(true)
                .setParticipantSid("PA_1")
                .build();
        assertEquals("PA_1", read(plain(request)).orElseThrow().resumeSid());
        assertEquals("PA_1", read(gzipped(request.toByteArray())).orElseThrow().resumeSid());
    }

    /** It must not become a join, or the client would have two participants. */
    @Test
    void shouldTakeAResumeWithoutSidForOneOfSomebodyUnknown() {
        assertTrue(read(plain(JoinRequest.newBuilder().setReconnect(true).build()))
                .orElseThrow()
                .resumes());
        assertTrue(JoinReader.dual(GRANT, name -> name.equals("reconnect") ? "1" : "")
                .resumes());
        assertFalse(JoinReader.dual(GRANT, _ -> "").resumes());
    }

    @Test
    void shouldRefuseWhatInflatesToTooMuch() throws IOException {
        byte[] bomb = JoinRequest.newBuilder()
                .setMetadata("x".repeat(600 * 1024))
                .build()
                .toByteArray();
        byte[] large = JoinRequest.newBuilder()
                .setMetadata("x".repeat(500 * 1024))
                .build()
                .toByteArray();
        assertTrue(read(gzipped(large)).isPresent());
        assertEquals(Optional.empty(), read(gzipped(bomb)));
    }

    @Test
    void shouldRefuseWhatIsTooLongOrTooMany() {
        byte[] noise = new byte[50 * 1024];
        new Random(3).nextBytes(noise);
        JoinRequest large = JoinRequest.newBuilder()
                .setMetadata(Base64.getEncoder().encodeToString(noise))
                .build();
        assertEquals(Optional.empty(), read(plain(large)));
        JoinRequest.Builder many = JoinRequest.newBuilder();
        for (int i = 0; i < 32; i++) {
            many.addAddTrackRequests(AddTrackRequest.newBuilder().setCid("c" + i));
        }
        assertTrue(read(plain(many.build())).isPresent());
        many.addAddTrackRequests(AddTrackRequest.newBuilder().setCid("one more"));
        assertEquals(Optional.empty(), read(plain(many.build())));
    }

    @Test
    void shouldCallGarbageEmpty() throws IOException {
        assertEquals(Optional.empty(), read(""));
        assertEquals(Optional.empty(), read("%%%"));
        assertEquals(Optional.empty(), read("AAAA"));
        WrappedJoinRequest unknown =
                WrappedJoinRequest.newBuilder().setCompressionValue(9).build();
        assertEquals(Optional.empty(), read(encode(unknown)));
        WrappedJoinRequest noGzip = WrappedJoinRequest.newBuilder()
                .setCompression(WrappedJoinRequest.Compression.GZIP)
                .setJoinRequest(ByteString.copyFromUtf8("not gzip"))
                .build();
        assertEquals(Optional.empty(), read(encode(noGzip)));
    }

    private static Optional<JoinIntent> read(String encoded) {
        return JoinReader.single(GRANT, encoded);
    }

    private static String plain(JoinRequest request) {
        return encode(WrappedJoinRequest.newBuilder()
                .setJoinRequest(request.toByteString())
                .build());
    }

    private static String gzipped(byte[] request) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(request);
        }
        return encode(WrappedJoinRequest.newBuilder()
                .setCompression(WrappedJoinRequest.Compression.GZIP)
                .setJoinRequest(ByteString.copyFrom(bytes.toByteArray()))
                .build());
    }

    private static String encode(WrappedJoinRequest wrapped) {
        return Base64.getUrlEncoder().encodeToString(wrapped.toByteArray());
    }
}
