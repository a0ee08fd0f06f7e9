package chat.tertulia.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command.Codec;
import chat.tertulia.control.Command.ConfigureSend;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.SendSection;
import chat.tertulia.control.Reply;
import chat.tertulia.media.rtp.RtpView;
import chat.tertulia.media.rtp.SequenceUnwrapper;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A nonce of AES-GCM was used twice. Under SRTP the nonce is made of SSRC, roll-over counter and sequence number (RFC 7714
 * §8.1), so no two packets to one receiver may share these, not even as retransmissions: their header extensions differ.
 */
class PionCve2026_26014Test {
    private static final int PACKETS = 1_000_000;
    private static final long SEED = 26_014;

    private final TestRoom room = new TestRoom(SEED);
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Map<Integer, BitSet> used = new HashMap<>();
    private final Map<Integer, Long> newest = new HashMap<>();
    private int sent;

    @Test
    void shouldUseEachIndexOnceInAMillionPackets() {
        room.publish("q", "h");
        room.subscribe("bob", "cam");
        int sequence = 0;
        for (int step = 0; sent < PACKETS; step++) {
            int layer = step / 5000 % 3 == 2 ? 2 : 1;
            sequence++;
            // Some are lost, some late; the receiver asks for some again; the publisher falls silent and comes back.
            if (random.nextInt(50) != 0) {
                receive(layer, sequence - (random.nextInt(40) == 0 ? random.nextInt(30) : 0));
            }
            if (random.nextInt(8) == 0) {
                nack();
            }
            room.passMs(random.nextInt(4) == 0 ? 1 : 0);
            if (step % 20_011 == 0) {
                room.room.disconnected(room.receiver, room.nowNs);
                room.room.connected(room.receiver, room.nowNs);
            }
            check();
        }
        assertTrue(used.containsKey(TestRoom.OUT_RTX_SSRC), "some were retransmissions");
    }

    private void receive(int layer, int sequence) {
        room.receive(new TestPacket(TestRoom.VP8, layer)
                .sequence(sequence & 0xffff)
                .timestamp(sequence * 3000)
                .element(TestRoom.MID, "v")
                .element(TestRoom.RID, layer == 1 ? "q" : "h")
                .vp8(sequence % 50 == 0, sequence & 0x7fff, sequence & 0xff));
    }

    private void nack() {
        int last = (int) (long) newest.getOrDefault(TestRoom.OUT_SSRC, 0L);
        ByteBuffer out = ByteBuffer.allocate(16).putInt(0x81cd0003).putInt(9).putInt(TestRoom.OUT_SSRC);
        out.putShort((short) (last - random.nextInt(20))).putShort((short) random.nextInt());
        room.receive(room.receiver, out.array());
    }

    private void check() {
        for (TestRoom.Sent packet : room.takeRtp()) {
            RtpView rtp = packet.rtp();
            long last = newest.getOrDefault(rtp.ssrc(), 0x1_0000L + rtp.sequence());
            long index = SequenceUnwrapper.near(last, rtp.sequence());
            newest.put(rtp.ssrc(), Math.max(last, index));
            BitSet indices = used.computeIfAbsent(rtp.ssrc(), _ -> new BitSet());
            assertFalse(indices.get((int) index), () -> "index " + index + " is used again, seed " + SEED);
            indices.set((int) index);
            sent++;
        }
        room.sent.clear();
    }

    /** A codec without a repair stream: what is lost stays lost. */
    @Test
    void shouldNotSendAPacketAgainOnItsOwnSsrc() {
        room.publish();
        Codec plain = new Codec(TestRoom.OUT_VP8, "vp8", 90_000, -1, "");
        room.done(new ConfigureSend(
                2,
                "room",
                "bob",
                List.of(),
                List.of(new SendSection("7", "cam", MediaKind.VIDEO, List.of(plain), TestRoom.OUT_SSRC, 0))));
        room.receive(new TestPacket(TestRoom.VP8, 1)
                .sequence(7)
                .element(TestRoom.MID, "v")
                .vp8(true, 1, 1));
        int out = room.takeRtp().getFirst().rtp().sequence();
        room.passMs(200);
        byte[] nack = ByteBuffer.allocate(16)
                .putInt(0x81cd0003)
                .putInt(9)
                .putInt(TestRoom.OUT_SSRC)
                .putShort((short) out)
                .array();
        room.receive(room.receiver, nack);
        assertEquals(List.of(), room.takeRtp());
    }

    @Test
    void shouldRefuseAnSsrcThatChangesItsUse() {
        room.publish();
        room.subscribe("bob", "cam");
        Codec codec = new Codec(TestRoom.OUT_VP8, "vp8", 90_000, TestRoom.OUT_VP8_RTX, "");
        SendSection swapped =
                new SendSection("7", "cam", MediaKind.VIDEO, List.of(codec), TestRoom.OUT_RTX_SSRC, TestRoom.OUT_SSRC);
        Reply reply = room.room.handle(new ConfigureSend(3, "room", "bob", List.of(), List.of(swapped)), room.nowNs);
        assertEquals("malformed", ((Reply.Failed) reply).code());
    }
}
