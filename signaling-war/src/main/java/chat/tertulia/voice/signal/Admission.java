package chat.tertulia.voice.signal;

import chat.tertulia.voice.token.TokenVerdict;
import chat.tertulia.voice.token.VoiceGrant;
import java.util.Optional;

/** The door that the rest of the server keeps: a good token of somebody who was thrown out since is refused here. */
public interface Admission {
    /** The grant as it is now, or the refusal. May block. */
    TokenVerdict admit(VoiceGrant grant);

    /**
     * A token for somebody who is inside, to come back with when the first has expired; nothing for whom the door would refuse.
     * Must not block.
     */
    Optional<String> renew(VoiceGrant grant);

    /** Whether the server has muted this identity's microphone. */
    boolean serverMuted(String identity);

    /** Told in order, on the room's thread; must not block. */
    void changed(VoicePresence presence);
}
