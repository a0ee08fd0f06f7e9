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

    /**
     * Makes packets equally long that are so but for one byte, as the packets of a frame are: neighbours of one size leave by one
     * system call. The last of such a stretch may be shorter. All places with media have been measured.
     */
    public void evenOut() {
        int from = 0;
        while (from < size) {
            from = evenOutFrom(from);
        }
    }

    /** Returns where the next stretch begins. */
    private int evenOutFrom(int from) {
        if (!places.get(from).mayBePadded()) {
            return from + 1;
        }
        int shortest = places.get(from).length();
        int longest = shortest;
        int end = from + 1;
        while (end < size && places.get(end).mayBePadded()) {
            int length = places.get(end).length();
            if (Math.max(longest, length) - Math.min(shortest, length) > 1) {
                break;
            }
            shortest = Math.min(shortest, length);
            longest = Math.max(longest, length);
            end++;
        }
        for (int i = from; i < end - 1; i++) {
            if (places.get(i).length() < longest) {
                places.get(i).pad();
            }
        }
        return end;
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
