package chat.tertulia.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command;
import chat.tertulia.media.rtp.RtpView;
import chat.tertulia.media.rtp.Verdict;
import chat.tertulia.media.stats.DropReason;
import java.util.List;
import org.junit.jupiter.api.Test;

class SsrcLearningTest {
    private final TestRoom room = new TestRoom(1);

    @Test
    void shouldLearnAnSsrcFromMidAndRidAndThenKnowItWithout() {
        room.publish("q", "h");
        room.subscribe("bob", "cam");
        room.receive(key(1).sequence(1).element(TestRoom.MID, "v").element(TestRoom.RID, "q"));
        room.receive(key(1).sequence(2));
        assertEquals(2, room.takeRtp().size());
    }

    @Test
    void shouldNotRememberThatARidWasMissing() {
        room.publish("q", "h");
        room.subscribe("bob", "cam");
        room.receive(key(1).sequence(1).element(TestRoom.MID, "v"));
        assertEquals(1, room.room.stats().dropped(DropReason.UNKNOWN_SSRC));
        room.receive(key(1).sequence(2).element(TestRoom.MID, "v").element(TestRoom.RID, "h"));
        assertEquals(1, room.takeRtp().size());
    }

    @Test
    void shouldNotPlaceMediaBeforeTheExtensionIdsAreKnown() {
        room.receive(key(1).element(TestRoom.MID, "v").element(TestRoom.RID, "q"));
        assertEquals(1, room.room.stats().dropped(DropReason.UNKNOWN_SSRC));
        room.publish("q", "h");
        room.subscribe("bob", "cam");
        room.receive(key(1).sequence(5).element(TestRoom.MID, "v").element(TestRoom.RID, "q"));
        assertEquals(1, room.takeRtp().size());
    }

    @Test
    void shouldOpenNoRouteByProbesOnTheRepairStream() {
        room.publish("q", "h");
        room.subscribe("bob", "cam");
        room.receive(probe());
        room.receive(probe().sequence(2));
        room.passMs(200);
        assertEquals(List.of(), room.takeRtp());
        assertEquals(List.of(), room.events, "no track has started");
        assertEquals(2, room.room.stats().dropped(DropReason.PADDING));
        assertTrue(
                room.sent.stream().anyMatch(p -> p.transport() == room.publisher && p.rtcp()),
                "transport-wide feedback counts them");
        assertEquals(0, room.room.stats().keyframeRequestsOut());
    }

    private static TestPacket probe() {
        return new TestPacket(TestRoom.VP8_RTX, 99)
                .element(TestRoom.MID, "v")
                .element(TestRoom.REPAIRED_RID, "q")
                .element(TestRoom.SEQUENCE, (byte) 0, (byte) 9)
                .payload()
                .padding(200);
    }

    @Test
    void shouldFillAGapFromTheRepairStream() {
        room.publish("q", "h");
        room.subscribe("bob", "cam");
        room.receive(key(1).sequence(10).element(TestRoom.MID, "v").element(TestRoom.RID, "q"));
        room.receive(key(1).sequence(12).vp8(false, 2, 2));
        room.passMs(50);
        assertEquals(1, room.room.stats().nacksOut());
        int first = room.takeRtp().getFirst().rtp().sequence();
        room.receive(new TestPacket(TestRoom.VP8_RTX, 99)
                .sequence(1)
                .element(TestRoom.MID, "v")
                .element(TestRoom.REPAIRED_RID, "q")
                .payload(
                        (byte) 0, (byte) 11, (byte) 0x90, (byte) 0xe0, (byte) 0x80, (byte) 1, (byte) 1, (byte) 0, (byte)
                                1));
        List<TestRoom.Sent> repaired = room.takeRtp();
        assertEquals(1, repaired.size());
        assertEquals((first + 1) & 0xffff, repaired.getFirst().rtp().sequence(), "into its own place");
        assertEquals(TestRoom.OUT_VP8, repaired.getFirst().rtp().payloadType());
        assertEquals(7, repaired.getFirst().rtp().payloadLength());
        assertEquals(1, room.room.stats().repaired());
    }

    @Test
    void shouldTakeSsrcsThatTheSdpNames() {
        room.done(new Command.ConfigureReceive(
                1,
                "room",
                "alice",
                List.of(),
                List.of(new Command.ReceiveSection(
                        "0",
                        "cam",
                        Command.MediaKind.VIDEO,
                        List.of(new Command.Codec(TestRoom.VP8, "vp8", 90_000, TestRoom.VP8_RTX, "")),
                        List.of(new Command.Layer("", 0, 0)),
                        List.of(0xf000_0001L, 0xf000_0002L)))));
        room.subscribe("bob", "cam");
        room.receive(key(0xf000_0001).sequence(1));
        room.receive(new TestPacket(TestRoom.VP8_RTX, 0xf000_0002).payload((byte) 0, (byte) 1, (byte) 2));
        assertEquals(1, room.takeRtp().size());
        assertEquals(1, room.room.stats().dropped(DropReason.DUPLICATE), "the repair was of no use");
        room.receive(key(0xf000_0003).sequence(1));
        assertEquals(1, room.room.stats().dropped(DropReason.UNKNOWN_SSRC));
    }

    @Test
    void shouldNotLetAnotherSsrcTakeALiveStreamsPlace() {
        room.publish("q", "h");
        room.subscribe("bob", "cam");
        room.receive(key(1).sequence(1).element(TestRoom.MID, "v").element(TestRoom.RID, "q"));
        room.receive(key(2).sequence(1).element(TestRoom.MID, "v").element(TestRoom.RID, "q"));
        assertEquals(1, room.takeRtp().size());
        room.passMs(150);
        room.receive(key(2).sequence(2).element(TestRoom.MID, "v").element(TestRoom.RID, "q"));
        assertEquals(1, room.takeRtp().size(), "a silent one may be replaced");
    }

    @Test
    void shouldBoundTheSsrcsOfOnePeer() {
        RoomState state = new RoomState("room", new java.util.SplittableRandom(1));
        ReceiveSide side = new ReceiveSide(state, "alice", 1, Border.HOME);
        assertNull(side.configure(TestRoom.publication("q", "h"), 0));
        HeaderFields fields = new HeaderFields();
        RtpView view = new RtpView();
        for (int i = 0; i < 1000; i++) {
            int type = i % 2 == 0 ? TestRoom.VP8 : TestRoom.VP8_RTX;
            byte[] packet = new TestPacket(type, 1000 + i)
                    .element(TestRoom.MID, "v")
                    .element(TestRoom.RID, i % 3 == 0 ? "q" : "h")
                    .element(TestRoom.REPAIRED_RID, i % 3 == 0 ? "q" : "h")
                    .bytes();
            assertEquals(Verdict.WELL_FORMED, view.wrap(packet, 0, packet.length));
            fields.read(view, side.kindsById());
            assertNotNull(side.learn(view, fields, i * 1_000_000_000L));
        }
        assertEquals(4, side.sourceCount());
    }

    private static TestPacket key(int ssrc) {
        return new TestPacket(TestRoom.VP8, ssrc).vp8(true, 1, 1);
    }
}
