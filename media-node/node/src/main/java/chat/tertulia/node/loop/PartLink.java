package chat.tertulia.node.loop;

import chat.tertulia.media.relay.Neighbour;
import chat.tertulia.media.relay.RelayMessage;
import chat.tertulia.media.relay.RelayedPacket;
import org.jspecify.annotations.Nullable;

/** From one part of a room to another one. Owned by: the loop of the first. */
final class PartLink implements Neighbour {
    private final Passage passage;
    private final RoomParts room;
    private final int from;

    PartLink(Passage passage, RoomParts room, int from) {
        this.passage = passage;
        this.room = room;
        this.from = from;
    }

    @Override
    public @Nullable RelayedPacket claim() {
        return passage.claim(room, from);
    }

    @Override
    public void hand() {
        passage.hand();
    }

    @Override
    public void tell(RelayMessage message) {
        note(new Passage.Note.Told(message));
    }

    void note(Passage.Note note) {
        passage.note(room, from, note);
    }

    @Override
    public boolean behind() {
        return passage.behind();
    }

    void wake() {
        passage.wake();
    }
}
