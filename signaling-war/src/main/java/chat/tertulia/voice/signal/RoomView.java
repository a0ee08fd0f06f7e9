package chat.tertulia.voice.signal;

import chat.tertulia.voice.node.MediaNode;
import java.util.List;
import livekit.LivekitModels.ParticipantInfo;

/**
 * What a participant is told of its room when it enters.
 *
 * @param publications what is published already
 */
record RoomView(
        Room room,
        livekit.LivekitModels.Room info,
        MediaNode node,
        Sids.Ssrcs ssrcs,
        ParticipantInfo self,
        List<ParticipantInfo> others,
        List<Available> publications) {
    /** @param permitted whether its publisher lets this participant have it */
    record Available(Publication publication, boolean permitted) {}

    RoomView {
        others = List.copyOf(others);
        publications = List.copyOf(publications);
    }
}
