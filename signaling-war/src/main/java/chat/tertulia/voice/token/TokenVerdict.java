package chat.tertulia.voice.token;

/** What a token is worth. */
public sealed interface TokenVerdict {
    record Granted(VoiceGrant grant) implements TokenVerdict {}

    /** @param status of the answer to the upgrade; 404 makes older clients look for another path, so only where meant */
    record Refused(int status, String message) implements TokenVerdict {}

    static TokenVerdict unauthorized(String message) {
        return new Refused(401, message);
    }
}
