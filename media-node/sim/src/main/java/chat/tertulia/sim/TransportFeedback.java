package chat.tertulia.sim;

import chat.tertulia.media.rtp.NetworkOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Transport-wide feedback as a sender reads it (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1), written
 * independently of the writer in the core.
 *
 * @param statuses how many packets it tells of, received or not
 * @param arrivals sequence number to arrival in units of 250 us
 */
public record TransportFeedback(int statuses, Map<Integer, Long> arrivals) {
    /** @throws IllegalArgumentException when the packet at {@code at} contradicts itself */
    public static TransportFeedback read(byte[] packet, int at) {
        int end = at + 4 * (NetworkOrder.u16(packet, at + 2) + 1);
        int base = NetworkOrder.u16(packet, at + 12);
        int count = NetworkOrder.u16(packet, at + 14);
        int[] status = new int[count];
        int chunk = at + 20;
        for (int i = 0; i < count; chunk += 2) {
            int word = NetworkOrder.u16(packet, chunk);
            boolean vector = (word & 0x8000) != 0;
            boolean twoBits = (word & 0x4000) != 0;
            int symbols = vector ? (twoBits ? 7 : 14) : word & 0x1fff;
            for (int s = 0; s < symbols && i < count; s++) {
                int run = (word >> 13) & 3;
                int symbol = twoBits ? (word >> (12 - 2 * s)) & 3 : (word >> (13 - s)) & 1;
                status[i++] = vector ? symbol : run;
            }
        }
        Map<Integer, Long> arrivals = new LinkedHashMap<>();
        long ticks = (NetworkOrder.i32(packet, at + 16) >> 8) * 256L;
        for (int i = 0; i < count; i++) {
            if (status[i] == 1) {
                ticks += packet[chunk++] & 0xff;
                arrivals.put((base + i) & 0xffff, ticks);
            } else if (status[i] == 2) {
                ticks += (short) NetworkOrder.u16(packet, chunk);
                chunk += 2;
                arrivals.put((base + i) & 0xffff, ticks);
            }
        }
        if (chunk > end || end - chunk > 3) {
            throw new IllegalArgumentException("Length " + (end - at) + " but content ends at " + (chunk - at));
        }
        return new TransportFeedback(count, arrivals);
    }
}
