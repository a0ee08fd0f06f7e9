package chat.tertulia.media.cache;

import org.jspecify.annotations.Nullable;

/** The last second of one stream, at most {@link #MAX_PACKETS}, by unwrapped sequence number. */
public final class PacketCache {
    public static final int MAX_PACKETS = 1024;
    public static final long MAX_AGE_NS = 1_000_000_000L;

    private @Nullable StoredPacket[] ring = new @Nullable StoredPacket[64];
    private long oldest = -1;
    private long newest = -1;

    /** Takes a reference of its own. What is older than everything that is kept is not taken. */
    public void put(StoredPacket packet) {
        long sequence = packet.sequence();
        if (oldest < 0) {
            oldest = sequence;
            newest = sequence - 1;
        }
        if (sequence < newest - MAX_PACKETS + 1) {
            return;
        }
        newest = Math.max(newest, sequence);
        evict(packet.arrivalNs());
        oldest = Math.min(oldest, sequence);
        while (newest - oldest >= ring.length) {
            grow();
        }
        packet.retain();
        replace(sequence, packet);
    }

    public @Nullable StoredPacket get(long sequence) {
        StoredPacket packet = ring[(int) sequence & (ring.length - 1)];
        return packet != null && packet.sequence() == sequence ? packet : null;
    }

    /** Lets go of what is older than a second. */
    public void evict(long nowNs) {
        while (oldest >= 0 && oldest <= newest) {
            StoredPacket packet = get(oldest);
            boolean fresh = packet != null && nowNs - packet.arrivalNs() < MAX_AGE_NS;
            if (fresh && newest - oldest < MAX_PACKETS) {
                return;
            }
            replace(oldest++, null);
        }
    }

    public void clear() {
        for (int i = 0; i < ring.length; i++) {
            StoredPacket packet = ring[i];
            ring[i] = null;
            if (packet != null) {
                packet.release();
            }
        }
        oldest = -1;
    }

    private void replace(long sequence, @Nullable StoredPacket packet) {
        int slot = (int) sequence & (ring.length - 1);
        StoredPacket former = ring[slot];
        ring[slot] = packet;
        if (former != null) {
            former.release();
        }
    }

    private void grow() {
        @Nullable StoredPacket[] larger = new @Nullable StoredPacket[ring.length * 2];
        for (StoredPacket packet : ring) {
            if (packet != null) {
                larger[(int) packet.sequence() & (larger.length - 1)] = packet;
            }
        }
        ring = larger;
    }
}
