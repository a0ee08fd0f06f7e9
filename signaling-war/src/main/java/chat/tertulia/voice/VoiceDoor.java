package chat.tertulia.voice;

import chat.tertulia.member.Members;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.Service;
import chat.tertulia.voice.signal.Admission;
import chat.tertulia.voice.signal.VoicePresence;
import chat.tertulia.voice.token.TokenVerdict;
import chat.tertulia.voice.token.VoiceGrant;
import chat.tertulia.voice.token.VoiceTokens;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Refuses tokens that were good when they were minted: of members who are none any more, and those minted before their
 * owner was cut. An identity that is no member's is a bot of whoever holds the API secret. Any thread.
 */
@Service
public class VoiceDoor implements Admission {
    private final Database database;
    private final Members members;
    private final VoiceStates states;
    private final VoiceTokens tokens;
    private final Clock clock;
    private final Map<String, Instant> cut = new ConcurrentHashMap<>();
    private final Set<String> muted = ConcurrentHashMap.newKeySet();

    @Inject
    public VoiceDoor(
            Database database,
            Members members,
            VoiceMuteStore mutes,
            VoiceStates states,
            VoiceTokens tokens,
            Clock clock) {
        this.database = database;
        this.members = members;
        this.states = states;
        this.tokens = tokens;
        this.clock = clock;
        muted.addAll(database.read(mutes::all));
    }

    @Override
    public TokenVerdict admit(VoiceGrant grant) {
        if (isRevoked(grant)) {
            return TokenVerdict.unauthorized("this token has been revoked");
        }
        boolean removed = database.read(tx -> members.known(tx, grant.identity()))
                .filter(member -> !member.isActive())
                .isPresent();
        return removed ? TokenVerdict.unauthorized("no member of this server") : new TokenVerdict.Granted(grant);
    }

    private boolean isRevoked(VoiceGrant grant) {
        Instant since = cut.get(grant.identity());
        return since != null && !grant.issuedAt().isAfter(since);
    }

    /** Whether somebody is still a member is asked when they come back. */
    @Override
    public Optional<String> renew(VoiceGrant grant) {
        return isRevoked(grant) ? Optional.empty() : Optional.of(tokens.mint(grant, VoiceTickets.LIFE));
    }

    @Override
    public boolean serverMuted(String identity) {
        return muted.contains(identity);
    }

    @Override
    public void changed(VoicePresence presence) {
        states.follow(presence);
    }

    /** Tokens minted until now are no good any more; in memory only, for they live for minutes. */
    void revoke(String identity) {
        Instant now = clock.instant();
        cut.values().removeIf(since -> since.isBefore(now.minus(VoiceTickets.LIFE.multipliedBy(2))));
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
