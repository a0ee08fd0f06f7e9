package chat.tertulia.voice.signal;

import chat.tertulia.voice.node.MediaNode;
import java.util.List;
import livekit.LivekitModels.ParticipantInfo;

/**
 * What a participant is told of its room when it enters.
 *
 * @param publications what can be subscribed to already
 */
record RoomView(
        Room room,
        livekit.LivekitModels.Room info,
        MediaNode node,
        Sids.Ssrcs ssrcs,
        ParticipantInfo self,
        List<ParticipantInfo> others,
        List<Publication> publications) {
    RoomView {
        others = List.copyOf(others);
        publications = List.copyOf(publications);
    }
}
