package chat.tertulia.server;

/** A member in a voice channel, as others see it. */
public record VoiceView(
        String memberId, String channelId, boolean muted, boolean deafened, boolean camera, boolean screen) {}
