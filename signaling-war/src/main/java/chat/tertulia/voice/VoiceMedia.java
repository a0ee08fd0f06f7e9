package chat.tertulia.voice;

import chat.tertulia.platform.Service;
import chat.tertulia.voice.node.MediaNodes;
import chat.tertulia.voice.signal.RoomDirectory;
import chat.tertulia.voice.token.VoiceTokens;
import jakarta.inject.Inject;

/** The three parts of media that voice's features use together. */
@Service
public record VoiceMedia(MediaNodes nodes, RoomDirectory rooms, VoiceTokens tokens) {
    @Inject
    public VoiceMedia {}
}
