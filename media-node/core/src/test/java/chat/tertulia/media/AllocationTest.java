package chat.tertulia.media;

import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.NodeEvent;
import chat.tertulia.media.rewrite.PlainPacket;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** No byte is allocated per forwarded packet. */
class AllocationTest {
    private static final int RECEIVERS = 20;
    private static final int PACKETS = 5_000;
    private static final long PACKET_NS = 2_000_000;

    private long transmitted;
    private long nowNs;

    private final RoomOutput output = new RoomOutput() {
        @Override
        public void transmit(int transport, PlainPacket packet) {
            transmitted++;
        }

        @Override
        public void transmitRtcp(int transport, byte[] packet, int offset, int length) {
            transmitted++;
        }

        @Override
        public void event(NodeEvent event) {}
    };

    @Test
    void shouldAllocateNothingPerForwardedPacket() {
        TestRoom room = new TestRoom(3);
        room.publish("q", "h");
        for (int i = 0; i < RECEIVERS; i++) {
            room.open("r" + i);
            room.subscribe("r" + i, "cam");
        }
        nowNs = room.nowNs;
        byte[] packet = new TestPacket(TestRoom.VP8, 1)
                .vp8(true, 1, 1)
                .element(TestRoom.MID, "v")
                .element(TestRoom.RID, "q")
                .element(TestRoom.SEQUENCE, (byte) 0, (byte) 0)
                .bytes();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int warmUp = 0; warmUp < 6; warmUp++) {
            forward(room, packet);
        }
        transmitted = 0;
        long before = threads.getCurrentThreadAllocatedBytes();
        forward(room, packet);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(transmitted >= (long) PACKETS * RECEIVERS, "forwarded " + transmitted);
        double perPacket = (double) allocated / transmitted;
        assertTrue(perPacket < 1, perPacket + " bytes a packet, " + allocated + " in all");
    }

    private int sequence;

    private void forward(TestRoom room, byte[] packet) {
        for (int i = 0; i < PACKETS; i++) {
            sequence++;
            nowNs += PACKET_NS;
            packet[2] = (byte) (sequence >> 8);
            packet[3] = (byte) sequence;
            room.room.receive(room.publisher, packet, 0, packet.length, nowNs);
            if (room.room.nextTimeoutNs() <= nowNs) {
                room.room.handleTimeout(nowNs);
            }
            room.room.drain(output);
        }
    }
}
