package chat.tertulia.voice;

import java.time.Duration;

/** The events of docs/protocol.md §6. */
final class VoiceEvents {
    /** Long enough to dial; a session outlives its token. */
    static final Duration TOKEN_LIFE = Duration.ofMinutes(10);

    private VoiceEvents() {}
}
