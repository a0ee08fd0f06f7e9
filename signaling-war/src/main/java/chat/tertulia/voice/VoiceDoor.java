package chat.tertulia.voice;

import chat.tertulia.platform.Service;
import chat.tertulia.voice.signal.Admission;
import chat.tertulia.voice.signal.VoicePresence;
import chat.tertulia.voice.token.TokenVerdict;
import chat.tertulia.voice.token.VoiceGrant;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Refuses tokens that were good when they were minted: those of members who were removed or cut since. Tokens live for
 * minutes only, so that remembering them in memory is enough.
 */
@Service
public class VoiceDoor implements Admission {
    private final VoiceStates states;
    private final Clock clock;
    private final Map<String, Instant> cut = new ConcurrentHashMap<>();
    private final Set<String> muted = ConcurrentHashMap.newKeySet();

    @Inject
    public VoiceDoor(VoiceStates states, Clock clock) {
        this.states = states;
        this.clock = clock;
    }

    @Override
    public TokenVerdict admit(VoiceGrant grant) {
        Instant since = cut.get(grant.identity());
        return since != null && !grant.issuedAt().isAfter(since)
                ? TokenVerdict.unauthorized("this token has been revoked")
                : new TokenVerdict.Granted(grant);
    }

    @Override
    public boolean serverMuted(String identity) {
        return muted.contains(identity);
    }

    @Override
    public void changed(VoicePresence presence) {
        states.follow(presence);
    }

    /** Tokens minted until now are no good any more. Their times are whole seconds, rounded down. */
    void revoke(String identity) {
        Instant now = clock.instant();
        cut.values().removeIf(since -> since.isBefore(now.minus(VoiceEvents.TOKEN_LIFE.multipliedBy(2))));
        cut.put(identity, now);
    }

    void mute(String identity, boolean now) {
        if (now) {
            muted.add(identity);
        } else {
            muted.remove(identity);
        }
    }
}
