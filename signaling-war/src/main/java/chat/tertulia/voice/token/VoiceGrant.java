package chat.tertulia.voice.token;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What a good token allows.
 *
 * @param identity the member
 * @param issuedAt {@code nbf} or {@code iat} of the token; epoch when it names neither
 */
public record VoiceGrant(
        String room,
        String identity,
        String name,
        String metadata,
        Map<String, String> attributes,
        Rights rights,
        Instant issuedAt) {
    public VoiceGrant {
        attributes = Map.copyOf(attributes);
    }

    /**
     * The permissions of LiveKit's video grant.
     *
     * @param publishSources LiveKit's names of sources; empty allows all
     */
    public record Rights(
            boolean publish,
            boolean subscribe,
            boolean publishData,
            boolean updateOwnMetadata,
            boolean hidden,
            Set<String> publishSources) {
        public Rights {
            publishSources = Set.copyOf(publishSources);
        }

        public static Rights full() {
            return new Rights(true, true, true, true, false, Set.of());
        }

        public boolean mayPublish(String source) {
            return publish && (publishSources.isEmpty() || publishSources.contains(source));
        }
    }
}
