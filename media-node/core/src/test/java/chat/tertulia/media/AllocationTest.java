package chat.tertulia.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.NodeEvent;
import chat.tertulia.control.Reply;
import chat.tertulia.media.relay.Neighbour;
import chat.tertulia.media.relay.RelayMessage;
import chat.tertulia.media.relay.RelayedPacket;
import chat.tertulia.media.rewrite.PlainPacket;
import chat.tertulia.media.rtcp.RtcpWriter;
import chat.tertulia.media.rtp.Extensions;
import chat.tertulia.media.rtp.NetworkOrder;
import chat.tertulia.media.twcc.ArrivalLog;
import chat.tertulia.media.twcc.FeedbackWriter;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
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
            for (int i = 0; i < tellers.size(); i++) {
                if (tellers.get(i).handle == transport) {
                    tellers.get(i).heard(packet, nowNs);
                }
            }
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

    /** From one part of a large room to another. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"cam", "mic"})
    void shouldAllocateNothingPerRelayedPacket(String track) {
        TestRoom home = new TestRoom(3);
        Room other = new Room("room", new SplittableRandom(4), Room.AUDIBLE_MICROPHONES, 1);
        nowNs = home.nowNs;
        home.room.join(1, new OneByOne(other, 0), nowNs);
        other.join(0, new OneByOne(home.room, 1), nowNs);
        home.publish("q", "h");
        for (int i = 0; i < RECEIVERS; i++) {
            other.connected(other.openTransport("r" + i, "r" + i, nowNs), nowNs);
            assertEquals(new Reply.Done(2), other.handle(TestRoom.subscription("r" + i, track), nowNs));
        }
        boolean video = track.equals("cam");
        byte[] packet = (video ? new TestPacket(TestRoom.VP8, 1).vp8(true, 1, 1) : new TestPacket(TestRoom.OPUS, 1))
                .element(TestRoom.MID, (byte) (video ? 'v' : 'a'))
                .element(video ? TestRoom.RID : TestRoom.LEVEL, (byte) 'q')
                .bytes();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int warmUp = 0; warmUp < 6; warmUp++) {
            relay(home, other, packet);
        }
        transmitted = 0;
        long before = threads.getCurrentThreadAllocatedBytes();
        relay(home, other, packet);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(transmitted >= (long) PACKETS * RECEIVERS, "forwarded " + transmitted);
        double perPacket = (double) allocated / transmitted;
        assertTrue(perPacket < 1, perPacket + " bytes a packet, " + allocated + " in all");
    }

    private void relay(TestRoom home, Room other, byte[] packet) {
        for (int i = 0; i < PACKETS; i++) {
            send(home, packet);
            if (other.nextTimeoutNs() <= nowNs) {
                other.handleTimeout(nowNs);
            }
            other.drain(output);
        }
    }

    /** Hands over at once. */
    private final class OneByOne implements Neighbour {
        private final Room to;
        private final int from;
        private final RelayedPacket packet = new RelayedPacket();

        OneByOne(Room to, int from) {
            this.to = to;
            this.from = from;
        }

        @Override
        public RelayedPacket claim() {
            return packet;
        }

        @Override
        public void hand() {
            to.relayed(from, packet, nowNs);
        }

        @Override
        public void tell(RelayMessage message) {
            to.told(from, message, nowNs);
        }

        @Override
        public boolean behind() {
            return false;
        }
    }

    /** Receivers that tell what came, lose a fifth and ask again for it: estimates, pacing, repair, probes, allocation. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"cam", "mic"})
    void shouldAllocateNothingForReceiversThatTell(String track) {
        TestRoom room = new TestRoom(3);
        room.publish();
        for (int i = 0; i < RECEIVERS; i++) {
            int handle = room.open("r" + i);
            room.subscribe("r" + i, track);
            tellers.add(new Teller(handle));
        }
        nowNs = room.nowNs;
        boolean video = track.equals("cam");
        byte[] packet = (video ? new TestPacket(TestRoom.VP8, 1).vp8(true, 1, 1) : new TestPacket(TestRoom.OPUS, 1))
                .element(TestRoom.MID, (byte) (video ? 'v' : 'a'))
                .element(TestRoom.SEQUENCE, (byte) 0, (byte) 0)
                .bytes();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int warmUp = 0; warmUp < 10; warmUp++) {
            forwardAndTell(room, packet);
        }
        transmitted = 0;
        long resent = room.room.stats().resent();
        long before = threads.getCurrentThreadAllocatedBytes();
        forwardAndTell(room, packet);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(transmitted >= (long) PACKETS * RECEIVERS, "forwarded " + transmitted);
        assertTrue(room.room.stats().resent() - resent > PACKETS, "sent again " + room.room.stats());
        double perPacket = (double) allocated / transmitted;
        assertTrue(perPacket < 1, perPacket + " bytes a packet, " + allocated + " in all");
    }

    private final List<Teller> tellers = new ArrayList<>();

    /** Loses each fifth packet. */
    private static final class Teller {
        private static final int LOST = 10;

        private final int handle;
        private final ArrivalLog log = new ArrivalLog();
        private final FeedbackWriter feedback = new FeedbackWriter();
        private final RtcpWriter nack = new RtcpWriter();
        private final byte[] bytes = new byte[1400];
        private final int[] missing = new int[LOST];
        private int lost;

        Teller(int handle) {
            this.handle = handle;
        }

        void heard(PlainPacket packet, long nowNs) {
            byte[] head = packet.head();
            int sequence = NetworkOrder.u16(head, 2);
            boolean media = NetworkOrder.i32(head, 8) == TestRoom.OUT_SSRC;
            if (media && sequence % 5 == 0) {
                missing[lost++ % LOST] = sequence;
                return;
            }
            log.arrived(numberOf(head), nowNs);
        }

        private static int numberOf(byte[] head) {
            for (int at = 16; at < 40; at++) {
                if ((head[at] & 0xff) == (TestRoom.OUT_SEQUENCE << 4 | 1)) {
                    return NetworkOrder.u16(head, at + 1);
                }
            }
            return 0;
        }

        void tell(Room room, long nowNs) {
            while (log.pending()) {
                int written = feedback.write(log, 1, TestRoom.OUT_SSRC, bytes, 0);
                room.receive(handle, bytes, 0, written, nowNs);
            }
            if (lost >= LOST) {
                nack.begin(bytes);
                Arrays.sort(missing);
                var _ = nack.nack(1, TestRoom.OUT_SSRC, missing, LOST);
                room.receive(handle, bytes, 0, nack.length(), nowNs);
                lost = 0;
            }
        }
    }

    private void forwardAndTell(TestRoom room, byte[] packet) {
        for (int i = 0; i < PACKETS; i++) {
            send(room, packet);
            if (i % 25 == 24) {
                for (int r = 0; r < RECEIVERS; r++) {
                    tellers.get(r).tell(room.room, nowNs);
                }
                room.room.drain(output);
            }
        }
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
            send(room, packet);
        }
    }

    private void send(TestRoom room, byte[] packet) {
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
