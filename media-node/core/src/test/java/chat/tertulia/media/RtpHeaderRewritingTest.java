package chat.tertulia.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.Command.HeaderExtension;
import chat.tertulia.media.rtp.Extensions;
import chat.tertulia.media.rtp.RtpView;
import chat.tertulia.media.stats.DropReason;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Headers that made forwarders read or write beside the packet, or mix up streams. */
class RtpHeaderRewritingTest {
    private final TestRoom room = new TestRoom(9);
    private int sequence = 100;

    @BeforeEach
    void publish() {
        room.publish();
        room.subscribe("bob", "cam");
        room.receive(frame());
        assertEquals(1, room.takeRtp().size());
    }

    private TestPacket frame() {
        return new TestPacket(TestRoom.VP8, 1)
                .sequence(++sequence)
                .element(TestRoom.MID, "v")
                .vp8(true, sequence, sequence & 0xff);
    }

    private RtpView forwarded(byte[] packet) {
        room.receive(room.publisher, packet);
        List<TestRoom.Sent> sent = room.takeRtp();
        assertEquals(1, sent.size());
        return sent.getFirst().rtp();
    }

    private void dropped(byte[] packet, DropReason reason) {
        long before = room.room.stats().dropped(reason);
        room.receive(room.publisher, packet);
        assertEquals(List.of(), room.takeRtp());
        assertEquals(before + 1, room.room.stats().dropped(reason));
    }

    /** RFC 3550 §5.1: up to fifteen, of no use to receivers of one stream. */
    @Test
    void shouldLeaveContributingSourcesOut() {
        for (int count = 0; count <= 15; count++) {
            byte[] plain = frame().bytes();
            byte[] mixed = new byte[plain.length + 4 * count];
            System.arraycopy(plain, 0, mixed, 0, 12);
            System.arraycopy(plain, 12, mixed, 12 + 4 * count, plain.length - 12);
            mixed[0] |= (byte) count;
            RtpView out = forwarded(mixed);
            assertEquals(0, out.array()[0] & 0x0f);
            assertEquals(8, out.payloadLength());
        }
    }

    @Test
    void shouldDropMoreContributingSourcesThanThereAreBytes() {
        byte[] packet = Arrays.copyOf(new TestPacket(TestRoom.VP8, 1).bytes(), 12);
        packet[0] = (byte) 0x8f;
        dropped(packet, DropReason.MALFORMED);
    }

    /** All of the packet is padding: a probe. */
    @Test
    void shouldForwardPaddingThatIsAsLongAsThePayloadAsNoPayload() {
        byte[] all = frame().payload().padding(8).bytes();
        RtpView out = forwarded(all);
        assertEquals(0, out.payloadLength());
        assertEquals(0, out.array()[0] & 0x20, "padding is left out");
    }

    @Test
    void shouldDropPaddingThatIsLongerThanThePacket() {
        for (int padding : new int[] {0, 9, 13, 255}) {
            byte[] packet = new TestPacket(TestRoom.VP8, 1).sequence(++sequence).bytes();
            packet[0] |= 0x20;
            packet[packet.length - 1] = (byte) padding;
            dropped(packet, DropReason.MALFORMED);
        }
    }

    @Test
    void shouldDropExtensionsThatReachBehindThePacket() {
        for (boolean twoByte : new boolean[] {false, true}) {
            for (int words = 2; words <= 0xffff; words = words * 2 + 1) {
                TestPacket packet = new TestPacket(TestRoom.VP8, 1).payload();
                byte[] bytes = (twoByte ? packet.twoByteElements() : packet)
                        .element(TestRoom.MID, "v")
                        .bytes();
                bytes[14] = (byte) (words >> 8);
                bytes[15] = (byte) words;
                dropped(bytes, DropReason.MALFORMED);
            }
        }
    }

    /** The last element says that it is longer than the block. */
    @Test
    void shouldDropAnElementThatLeavesItsBlock() {
        byte[] one = new TestPacket(TestRoom.VP8, 1).element(TestRoom.MID, "v").bytes();
        one[16] |= 0x0f;
        dropped(one, DropReason.MALFORMED);
        byte[] two = new TestPacket(TestRoom.VP8, 1)
                .twoByteElements()
                .element(TestRoom.MID, "v")
                .bytes();
        two[17] = (byte) 200;
        dropped(two, DropReason.MALFORMED);
    }

    /** More elements than are looked at, and as many bytes as fit. */
    @Test
    void shouldWriteNoMoreThanFitsOfAHundredElements() {
        TestPacket packet = new TestPacket(TestRoom.VP8, 1)
                .sequence(++sequence)
                .twoByteElements()
                .element(TestRoom.MID, "v");
        for (int i = 0; i < 100; i++) {
            packet.element(TestRoom.ORIENTATION, new byte[10]);
        }
        RtpView out = forwarded(packet.vp8(true, 5, 5).bytes());
        assertTrue(out.length() < 12 + 512 + 8 + 4, out.length() + " bytes");
        assertEquals(8, out.payloadLength());
    }

    @Test
    void shouldForwardADescriptorThatIsCutOffAsItIs() {
        for (byte[] payload :
                new byte[][] {{(byte) 0x90}, {(byte) 0x90, (byte) 0xff}, {(byte) 0x90, (byte) 0x80, -1}}) {
            RtpView out = forwarded(frame().payload(payload).bytes());
            byte[] forwarded =
                    Arrays.copyOfRange(out.array(), out.payloadOffset(), out.payloadOffset() + out.payloadLength());
            assertArrayEquals(payload, forwarded);
        }
    }

    /** Another transport sends with the same SSRC: to each its own. */
    @Test
    void shouldKeepTheSameSsrcOfTwoTransportsApart() {
        room.receive(room.receiver, frame().bytes());
        assertEquals(List.of(), room.takeRtp());
        int before = forwarded(frame().bytes()).sequence();
        room.receive(room.receiver, frame().bytes());
        assertEquals((before + 2) & 0xffff, forwarded(frame().bytes()).sequence());
    }

    /** One SSRC says to be another section from now on. */
    @Test
    void shouldNotLetAnSsrcChangeItsSection() {
        byte[] moved = new TestPacket(TestRoom.OPUS, 1)
                .sequence(++sequence)
                .element(TestRoom.MID, "a")
                .bytes();
        dropped(moved, DropReason.PAYLOAD_TYPE);
    }

    /** Ids are those of the moment of arrival, also for what is sent again later. */
    @Test
    void shouldReadEachPacketByTheIdsOfItsTime() {
        byte[] turned = frame().element(TestRoom.ORIENTATION, (byte) 3).bytes();
        assertEquals(3, orientation(forwarded(turned)));
        ConfigureReceive before = TestRoom.publication();
        List<HeaderExtension> renumbered = List.of(
                new HeaderExtension(TestRoom.ORIENTATION, Extensions.MID_URI),
                new HeaderExtension(TestRoom.MID, TestRoom.ORIENTATION_URI));
        room.done(new ConfigureReceive(4, "room", "alice", renumbered, before.sections()));
        byte[] swapped = new TestPacket(TestRoom.VP8, 1)
                .sequence(++sequence)
                .element(TestRoom.ORIENTATION, "v")
                .element(TestRoom.MID, (byte) 2)
                .vp8(true, sequence, sequence & 0xff)
                .bytes();
        assertEquals(2, orientation(forwarded(swapped)));
    }

    private static int orientation(RtpView out) {
        for (int i = 0; i < out.elements(); i++) {
            if (out.elementId(i) == TestRoom.OUT_ORIENTATION) {
                return out.array()[out.elementOffset(i)];
            }
        }
        return -1;
    }
}
