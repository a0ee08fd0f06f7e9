package chat.tertulia.media.rewrite;

import chat.tertulia.media.cache.StoredPacket;
import java.util.ArrayList;
import java.util.List;

/** What waits for one receiver, in order. Its places are used again; it is emptied at each drain. */
public final class SendQueue {
    private final List<OutgoingPacket> places = new ArrayList<>();
    private int size;

    /** A place that refers to the packet; takes a reference. */
    public OutgoingPacket media(StoredPacket packet) {
        OutgoingPacket place = place();
        place.media(packet);
        return place;
    }

    /** Takes over the caller's reference. */
    public void rtcp(StoredPacket compound) {
        place().rtcp(compound);
    }

    /** Gives back the newest place. */
    public void withdraw() {
        places.get(--size).clear();
    }

    private OutgoingPacket place() {
        if (size == places.size()) {
            places.add(new OutgoingPacket());
        }
        return places.get(size++);
    }

    public int size() {
        return size;
    }

    public OutgoingPacket get(int index) {
        return places.get(index);
    }

    /** Puts another, empty place there; who calls has taken the one that was. */
    public void exchange(int index, OutgoingPacket empty) {
        places.set(index, empty);
    }

    public void clear() {
        for (int i = 0; i < size; i++) {
            places.get(i).clear();
        }
        size = 0;
    }
}
