package chat.tertulia.media.cache;

import java.util.ArrayList;
import java.util.List;

/** Packets of two sizes, used again. Grows to what was once needed at the same time. Owned by: one room. */
public final class PacketPool {
    /** Larger datagrams do not cross the internet unfragmented; they are refused before they come here. */
    public static final int MAX_PACKET_BYTES = 1600;

    private static final int SMALL_PACKET_BYTES = 320;

    private final List<StoredPacket> small = new ArrayList<>();
    private final List<StoredPacket> large = new ArrayList<>();
    private int lent;

    /** A packet with one reference, which is the caller's. */
    public StoredPacket take(int bytes) {
        boolean fitsSmall = bytes <= SMALL_PACKET_BYTES;
        List<StoredPacket> free = fitsSmall ? small : large;
        StoredPacket packet = free.isEmpty()
                ? new StoredPacket(this, fitsSmall ? SMALL_PACKET_BYTES : MAX_PACKET_BYTES)
                : free.removeLast();
        packet.lend();
        lent++;
        return packet;
    }

    void giveBack(StoredPacket packet) {
        lent--;
        (packet.bytes().length == SMALL_PACKET_BYTES ? small : large).add(packet);
    }

    /** Packets that somebody still refers to. */
    public int lent() {
        return lent;
    }
}
