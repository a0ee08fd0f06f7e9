package chat.tertulia.media.pace;

import chat.tertulia.media.rewrite.OutgoingPacket;

/** Packets that wait for their turn, oldest first. Its places are used again. */
final class HeldQueue {
    private OutgoingPacket[] places = {};
    private long[] sinceNs = {};
    private int head;
    private int size;
    private int bytes;

    int size() {
        return size;
    }

    int bytes() {
        return bytes;
    }

    /** When the oldest began to wait; only when there is one. */
    long oldestNs() {
        return sinceNs[head];
    }

    /** Takes the packet and gives an empty place for it. */
    OutgoingPacket exchange(OutgoingPacket full, long nowNs) {
        if (size == places.length) {
            grow();
        }
        int slot = (head + size++) & (places.length - 1);
        OutgoingPacket empty = places[slot];
        places[slot] = full;
        sinceNs[slot] = nowNs;
        bytes += full.size();
        return empty;
    }

    OutgoingPacket first() {
        return places[head];
    }

    /** The first is gone; its place is emptied. */
    void remove() {
        bytes -= places[head].size();
        places[head].clear();
        head = (head + 1) & (places.length - 1);
        size--;
    }

    void clear() {
        while (size > 0) {
            remove();
        }
    }

    private void grow() {
        OutgoingPacket[] larger = new OutgoingPacket[Math.max(16, 2 * places.length)];
        long[] largerSince = new long[larger.length];
        for (int i = 0; i < larger.length; i++) {
            int slot = (head + i) & (places.length - 1);
            larger[i] = i < size ? places[slot] : new OutgoingPacket();
            largerSince[i] = i < size ? sinceNs[slot] : 0;
        }
        places = larger;
        sinceNs = largerSince;
        head = 0;
    }
}
