package chat.tertulia.voice.signal;

import chat.tertulia.voice.token.VoiceGrant;
import java.util.List;
import livekit.LivekitModels.ClientInfo;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.SessionDescription;
import org.jspecify.annotations.Nullable;

/**
 * A checked request to join or to resume.
 *
 * @param resumeSid the participant to resume, or empty for a new one
 * @param mayPause whether a picture may be held back when bandwidth is short
 * @param offer the client's first offer, when it came with the request
 */
public record JoinIntent(
        VoiceGrant grant,
        Generation generation,
        ClientInfo client,
        boolean autoSubscribe,
        String resumeSid,
        boolean mayPause,
        List<AddTrackRequest> tracks,
        @Nullable SessionDescription offer) {
    public JoinIntent {
        tracks = List.copyOf(tracks);
    }

    /** How many peer connections the client makes. */
    public enum Generation {
        /** {@code /rtc}: one to publish, one to subscribe. */
        DUAL,
        /** {@code /rtc/v1}: one for all; the client always offers. */
        SINGLE
    }

    boolean resumes() {
        return !resumeSid.isEmpty();
    }
}
