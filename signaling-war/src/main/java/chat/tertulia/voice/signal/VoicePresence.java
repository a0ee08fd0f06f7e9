package chat.tertulia.voice.signal;

/** What has become true of somebody in a voice room. */
public sealed interface VoicePresence {
    String room();

    String identity();

    /**
     * Is in the room.
     *
     * @param microphone sends sound
     */
    record Present(String room, String identity, boolean microphone, boolean camera, boolean screen)
            implements VoicePresence {}

    record Absent(String room, String identity) implements VoicePresence {}
}
