package chat.tertulia.media;

import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.NodeEvent;
import chat.tertulia.media.rewrite.PlainPacket;
import chat.tertulia.media.rtp.Extensions;
import chat.tertulia.media.rtp.NetworkOrder;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** The ways of all codecs: parsing, choosing layers, dropping, rewriting. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"vp9-l3t3", "vp9-l3t3-key", "av1-l3t3", "av1-l1t3", "h264-simulcast", "opus-red"})
    void shouldAllocateNothingWhateverTheCodec(String name) {
        Recording recording = Recording.read(name);
        RecordedCall call = new RecordedCall(recording, "", 3, 0, 0);
        for (int i = 0; i < RECEIVERS; i++) {
            call.join("r" + i);
            call.limit("r" + i, 1, 1);
        }
        int steady = steady(recording);
        TestRoom room = call.room;
        nowNs = room.nowNs;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int warmUp = 0; warmUp < 40; warmUp++) {
            replay(room, recording, warmUp == 0 ? 0 : steady);
        }
        transmitted = 0;
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int round = 0; round < 20; round++) {
            replay(room, recording, steady);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        // To drop a packet for a receiver is work too, and must cost as little.
        long decided = 20L * RECEIVERS * (recording.packets().size() - steady);
        assertTrue(transmitted > 300 && decided > 1000, "forwarded " + transmitted + " of " + decided);
        double perPacket = (double) allocated / decided;
        assertTrue(perPacket < 1, perPacket + " bytes a packet, " + allocated + " in all");
    }

    /** Where no more keyframes come: a new structure of the layers may cost something. */
    private static int steady(Recording recording) {
        if (recording.idOf(Extensions.DEPENDENCY_DESCRIPTOR_URI) == 0) {
            return recording.packets().size() / 2;
        }
        return new RecordedFrames(recording)
                .all().stream()
                        .filter(RecordedFrames.Frame::keyframe)
                        .mapToInt(frame -> frame.packets().getLast() + 1)
                        .max()
                        .orElseThrow();
    }

    /** Once more, with numbers and timestamps that go on. */
    private void replay(TestRoom room, Recording recording, int from) {
        for (int i = from; i < recording.packets().size(); i++) {
            Recording.Packet packet = recording.packet(i);
            byte[] bytes = packet.bytes();
            nowNs += PACKET_NS;
            NetworkOrder.put16(
                    bytes,
                    2,
                    (packet.sequence() + (from == 0 ? 0 : recording.packetsOf(packet.ssrc(), from))) & 0xffff);
            NetworkOrder.put32(bytes, 4, packet.timestamp() + (from == 0 ? 0 : 540_000));
            room.room.receive(room.publisher, bytes, 0, bytes.length, nowNs);
            if (room.room.nextTimeoutNs() <= nowNs) {
                room.room.handleTimeout(nowNs);
            }
            room.room.drain(output);
        }
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
