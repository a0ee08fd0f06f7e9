package chat.tertulia.voice.signal;

import chat.tertulia.voice.token.TokenVerdict;
import chat.tertulia.voice.token.VoiceGrant;

/** The door that the rest of the server keeps: a good token of somebody who was thrown out since is refused here. */
public interface Admission {
    /** The grant as it is now, or the refusal. May block. */
    TokenVerdict admit(VoiceGrant grant);

    /** Whether the server has muted this identity's microphone. */
    boolean serverMuted(String identity);

    /** Told in order, on the room's thread; must not block. */
    void changed(VoicePresence presence);
}
