package chat.tertulia.voice.sdp;

import java.util.List;

/**
 * Our end of a peer connection, as the media node told it.
 *
 * @param candidates lines of {@code a=candidate} without the prefix
 */
public record LocalTransport(String ufrag, String password, String fingerprint, List<String> candidates) {
    public LocalTransport {
        candidates = List.copyOf(candidates);
    }
}
