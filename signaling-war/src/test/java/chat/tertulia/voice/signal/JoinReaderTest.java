package chat.tertulia.voice.signal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.voice.token.VoiceGrant;
import chat.tertulia.voice.token.VoiceGrant.Rights;
import java.util.Base64;
import java.util.Map;
import livekit.LivekitRtc.ConnectionSettings;
import livekit.LivekitRtc.JoinRequest;
import livekit.LivekitRtc.WrappedJoinRequest;
import org.junit.jupiter.api.Test;

class JoinReaderTest {
    private static final VoiceGrant GRANT = ClientDouble.grant("bob", Rights.full());

    private static boolean mayPause(ConnectionSettings.Builder settings) {
        WrappedJoinRequest wrapped = WrappedJoinRequest.newBuilder()
                .setJoinRequest(JoinRequest.newBuilder()
                        .setConnectionSettings(settings)
                        .build()
                        .toByteString())
                .build();
        String encoded = Base64.getUrlEncoder().encodeToString(wrapped.toByteArray());
        return JoinReader.single(GRANT, encoded).orElseThrow().mayPause();
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
}
