package chat.tertulia.media.sctp;

import chat.tertulia.media.rtp.NetworkOrder;

/** Asks a peer from whom nothing has been wanted for long whether it is there (RFC 9260 §8.3). */
final class Heartbeat {
    private static final int INFORMATION = 1;
    private static final int LENGTH = 12;

    private long dueNs = Long.MAX_VALUE;
    private boolean open;

    long dueNs() {
        return dueNs;
    }

    /** One was sent and has not been answered. */
    boolean isOpen() {
        return open;
    }

    void begin(long nowNs) {
        open = false;
        postpone(nowNs);
    }

    /** Data is under way, which asks as well. */
    void postpone(long nowNs) {
        dueNs = open ? dueNs : nowNs + SctpSettings.HEARTBEAT_NS;
    }

    /** The next one's body, §3.3.5: when it left. */
    byte[] beat(long nowNs) {
        byte[] information = new byte[LENGTH];
        NetworkOrder.put16(information, 0, INFORMATION);
        NetworkOrder.put16(information, 2, LENGTH);
        NetworkOrder.put32(information, 4, (int) (nowNs >> 32));
        NetworkOrder.put32(information, 8, (int) nowNs);
        open = true;
        dueNs = nowNs + SctpSettings.HEARTBEAT_NS;
        return information;
    }

    /** False when the chunk answers nothing. */
    boolean answered(byte[] bytes, int at, Rto rto, long nowNs) {
        if (!open || NetworkOrder.u16(bytes, at + 2) != PacketFormat.CHUNK_HEADER + LENGTH) {
            return false;
        }
        open = false;
        long sentNs = (NetworkOrder.u32(bytes, at + 8) << 32) | NetworkOrder.u32(bytes, at + 12);
        long roundTripNs = nowNs - sentNs;
        if (roundTripNs > 0 && roundTripNs < SctpSettings.HEARTBEAT_NS) {
            rto.measured(roundTripNs);
        }
        return true;
    }
}
