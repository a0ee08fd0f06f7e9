package chat.tertulia.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command;
import chat.tertulia.control.Reply;
import chat.tertulia.media.rtcp.RtcpWriter;
import chat.tertulia.media.rtp.Extensions;
import chat.tertulia.media.rtp.RtpView;
import chat.tertulia.media.stats.DropReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForwardingTest {
    private final TestRoom room = new TestRoom(2);

    @Test
    void shouldRewriteHeaderAndExtensionsForTheReceiver() {
        room.publish("q", "h");
        room.subscribe("bob", "cam");
        room.receive(video(10)
                .marker()
                .element(TestRoom.SEQUENCE, (byte) 1, (byte) 2)
                .element(TestRoom.LEVEL, (byte) 3)
                .element(TestRoom.ORIENTATION, (byte) 0x42)
                .element(9, (byte) 1));
        TestRoom.Sent sent = room.takeRtp().getFirst();
        RtpView rtp = sent.rtp();
        assertEquals(room.receiver, sent.transport());
        assertEquals(TestRoom.OUT_VP8, rtp.payloadType());
        assertEquals(TestRoom.OUT_SSRC, rtp.ssrc());
        assertTrue(rtp.marker());
        assertArrayEquals(new byte[] {'7'}, element(rtp, TestRoom.OUT_MID));
        assertArrayEquals(new byte[] {0, 0}, element(rtp, TestRoom.OUT_SEQUENCE));
        assertArrayEquals(new byte[] {0x42}, element(rtp, TestRoom.OUT_ORIENTATION));
        assertEquals(3, element(rtp, TestRoom.OUT_SEND_TIME).length);
        assertEquals(4, rtp.elements(), "level, rid and what nobody negotiated are left out");
        room.receive(video(11));
        assertArrayEquals(
                new byte[] {0, 1}, element(room.takeRtp().getFirst().rtp(), TestRoom.OUT_SEQUENCE), "own counter");
    }

    private static byte[] element(RtpView rtp, int id) {
        for (int i = 0; i < rtp.elements(); i++) {
            if (rtp.elementId(i) == id) {
                int from = rtp.start() + rtp.elementOffset(i);
                return Arrays.copyOfRange(rtp.array(), from, from + rtp.elementLength(i));
            }
        }
        return new byte[0];
    }

    @Test
    void shouldNotTouchThePublishersArray() {
        room.publish("q", "h");
        room.subscribe("bob", "cam");
        byte[] packet = video(1).bytes();
        byte[] before = packet.clone();
        room.receive(room.publisher, packet);
        assertArrayEquals(before, packet);
        Arrays.fill(packet, (byte) 0);
        room.receive(room.receiver, nack(room.takeRtp().getFirst().rtp().sequence()));
        RtpView repair = room.takeRtp().getFirst().rtp();
        assertEquals(TestRoom.OUT_RTX_SSRC, repair.ssrc());
        assertEquals(10, repair.payloadLength(), "OSN and the payload as it was");
    }

    private static byte[] nack(int sequence) {
        return new byte[] {
            (byte) 0x81, (byte) 205, 0, 3, 0, 0, 0, 1, 0, 0, 0x44, 0x44, (byte) (sequence >> 8), (byte) sequence, 0, 0
        };
    }

    @Test
    void shouldAnswerTheSameRequestOncePerRoundTrip() {
        room.publish("q", "h");
        room.subscribe("bob", "cam");
        room.receive(video(1));
        byte[] request = nack(room.takeRtp().getFirst().rtp().sequence());
        for (int i = 0; i < 10; i++) {
            room.receive(room.receiver, request);
        }
        assertEquals(1, room.takeRtp().size());
        room.passMs(60);
        room.receive(room.receiver, request);
        assertEquals(1, room.takeRtp().size());
        room.passMs(2000);
        room.receive(room.receiver, request);
        assertEquals(0, room.takeRtp().size(), "after a second it is of no use to anybody");
    }

    @Test
    void shouldDrainOneReceiverAfterTheOther() {
        room.publish("q", "h");
        List<Integer> handles = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            handles.add(room.open("r" + i));
            room.subscribe("r" + i, "cam");
        }
        room.room.receive(room.publisher, video(1).bytes(), 0, video(1).bytes().length, room.nowNs);
        for (int i = 2; i < 10; i++) {
            byte[] packet = video(i).bytes();
            room.room.receive(room.publisher, packet, 0, packet.length, room.nowNs);
        }
        room.sent.clear();
        room.room.drain(room);
        List<Integer> order =
                room.takeRtp().stream().map(TestRoom.Sent::transport).toList();
        assertEquals(45, order.size());
        assertEquals(order.stream().sorted().toList(), order);
        assertEquals(handles, order.stream().distinct().toList());
    }

    @Test
    void shouldSendNothingWhileThePathIsDown() {
        room.publish("q", "h");
        room.subscribe("bob", "cam");
        room.receive(video(1));
        room.takeRtp();
        room.room.disconnected(room.receiver, room.nowNs);
        room.receive(video(2));
        assertEquals(0, room.takeRtp().size());
        room.room.connected(room.receiver, room.nowNs);
        room.passMs(600);
        assertTrue(room.room.stats().keyframeRequestsOut() >= 1, "the picture is asked for anew");
    }

    @Test
    void shouldForwardOnlyWhatWasNegotiated() {
        room.publish("q", "h");
        room.subscribe("bob", "cam");
        room.receive(video(1));
        room.receive(new TestPacket(77, 1).sequence(2));
        assertEquals(1, room.takeRtp().size());
        assertEquals(1, room.room.stats().dropped(DropReason.PAYLOAD_TYPE));
    }

    @Test
    void shouldGoOnWithTheNumbersOfAnSsrcInItsNextSection() {
        room.publish("q", "h");
        room.subscribe("bob", "cam");
        room.receive(video(1));
        int last = room.takeRtp().getFirst().rtp().sequence();
        room.done(new Command.ConfigureSend(3, "room", "bob", List.of(), List.of()));
        room.subscribe("bob", "cam");
        room.receive(video(2));
        assertEquals((last + 1) & 0xffff, room.takeRtp().getFirst().rtp().sequence());
    }

    @Test
    void shouldHoldNothingOnceEverybodyLeft() {
        room.publish("q", "h");
        room.subscribe("bob", "cam");
        for (int i = 0; i < 100; i++) {
            room.receive(video(i));
        }
        assertTrue(room.room.heldPackets() > 0);
        room.done(new Command.CloseTransport(4, "room", "alice"));
        assertEquals(0, room.room.heldPackets());
        assertEquals(1, room.room.knownTracks(), "bob still waits for it");
        room.done(new Command.CloseTransport(5, "room", "bob"));
        room.done(new Command.CloseTransport(6, "room", "bob"));
        assertEquals(0, room.room.knownTracks());
        assertTrue(room.room.empty());
        room.receive(room.publisher, video(1).bytes());
        assertEquals(1, room.room.stats().dropped(DropReason.TRANSPORT_CLOSED));
        assertEquals(
                0,
                room.takeRtp().stream()
                        .filter(s -> s.transport() == room.publisher)
                        .count());
    }

    @Test
    void shouldHoldNoOldPacketsOfAStreamThatFellSilent() {
        room.publish("q", "h");
        for (int i = 0; i < 100; i++) {
            room.receive(video(i));
        }
        room.passMs(3000);
        assertEquals(0, room.room.heldPackets());
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        assertFailed("unknown_transport", new Command.ConfigureSend(1, "room", "x", List.of(), List.of()));
        assertFailed("unknown_transport", new Command.ConfigureReceive(1, "room", "x", List.of(), List.of()));
        assertFailed("unknown_transport", new Command.SelectLayer(1, "room", "x", "cam", true, 1));
        assertFailed("unknown_track", new Command.SelectLayer(1, "room", "bob", "cam", true, 1));
        assertFailed("unknown_track", new Command.MuteTrack(1, "room", "cam", true));
        Command.SendSection section = new Command.SendSection("1", "cam", Command.MediaKind.VIDEO, List.of(), 5, 5);
        assertFailed("malformed", new Command.ConfigureSend(1, "room", "bob", List.of(), List.of(section)));
        assertThrows(
                IllegalArgumentException.class, () -> room.room.handle(new Command.Welcome(1, "server"), room.nowNs));
    }

    private void assertFailed(String code, Command command) {
        Reply.Failed failed = assertInstanceOf(Reply.Failed.class, room.room.handle(command, room.nowNs));
        assertEquals(code, failed.code());
        assertEquals(command.id(), failed.id());
    }

    @Test
    void shouldRefuseATrackThatAnotherTransportPublishes() {
        room.publish("q", "h");
        room.open("mallory");
        Command.ReceiveSection section =
                new Command.ReceiveSection("0", "cam", Command.MediaKind.VIDEO, List.of(), List.of(), List.of());
        assertFailed("malformed", new Command.ConfigureReceive(1, "room", "mallory", List.of(), List.of(section)));
    }

    @Test
    void shouldRefuseCodecsThatCannotBe() {
        for (Command.Codec codec : List.of(
                new Command.Codec(96, "vp8", 0, -1, ""),
                new Command.Codec(128, "vp8", 90_000, -1, ""),
                new Command.Codec(96, "vp8", 90_000, 128, ""))) {
            assertFailed(
                    "malformed",
                    new Command.ConfigureReceive(
                            1,
                            "room",
                            "alice",
                            List.of(),
                            List.of(new Command.ReceiveSection(
                                    "0", "x", Command.MediaKind.VIDEO, List.of(codec), List.of(), List.of()))));
            assertFailed(
                    "malformed",
                    new Command.ConfigureSend(
                            1,
                            "room",
                            "bob",
                            List.of(),
                            List.of(new Command.SendSection("0", "x", Command.MediaKind.VIDEO, List.of(codec), 1, 0))));
        }
    }

    @Test
    void shouldFollowATrackToAnEarlierSection() {
        room.done(sections(null, "cam"));
        room.subscribe("bob", "cam");
        room.receive(section(1, "1"));
        assertEquals(1, room.takeRtp().size());
        room.done(sections("cam", null));
        room.receive(section(2, "0"));
        assertEquals(1, room.takeRtp().size());
        room.receive(section(1, "1").sequence(9));
        assertEquals(0, room.takeRtp().size(), "the old section is not published any more");
    }

    private static TestPacket section(int ssrc, String mid) {
        return new TestPacket(TestRoom.VP8, ssrc).vp8(true, 1, 1).element(TestRoom.MID, mid);
    }

    private static Command.ConfigureReceive sections(@Nullable String first, @Nullable String second) {
        Command.Codec codec = new Command.Codec(TestRoom.VP8, "vp8", 90_000, -1, "");
        return new Command.ConfigureReceive(
                1,
                "room",
                "alice",
                List.of(new Command.HeaderExtension(TestRoom.MID, Extensions.MID_URI)),
                List.of(
                        new Command.ReceiveSection(
                                "0", first, Command.MediaKind.VIDEO, List.of(codec), List.of(), List.of()),
                        new Command.ReceiveSection(
                                "1", second, Command.MediaKind.VIDEO, List.of(codec), List.of(), List.of())));
    }

    @Test
    void shouldWriteTwoByteElementsWhereOneByteIsTooLittle() {
        room.publish("q", "h");
        room.subscribe("bob", "cam");
        room.receive(video(1));
        room.takeRtp();
        TestPacket packet = new TestPacket(TestRoom.VP8, 1)
                .sequence(2)
                .vp8(false, 2, 2)
                .twoByteElements()
                .element(TestRoom.ORIENTATION, new byte[40]);
        room.receive(packet);
        RtpView rtp = room.takeRtp().getFirst().rtp();
        assertEquals(40, element(rtp, TestRoom.OUT_ORIENTATION).length);
        assertArrayEquals(new byte[] {'7'}, element(rtp, TestRoom.OUT_MID));
        assertEquals(8, rtp.payloadLength());
    }

    @Test
    void shouldSendWhatFollowedAKeyframeWhoseFirstPacketCameLate() {
        room.publish("q", "h");
        room.subscribe("bob", "cam");
        byte[] middle = {(byte) 0x80, 0, 1, 2, 3};
        room.receive(video(2).payload(middle));
        room.receive(video(3).payload(middle));
        assertEquals(0, room.takeRtp().size(), "no start of a picture yet");
        room.receive(video(1));
        List<Integer> sent =
                room.takeRtp().stream().map(packet -> packet.rtp().sequence()).toList();
        int first = sent.getFirst();
        assertEquals(List.of(first, (first + 1) & 0xffff, (first + 2) & 0xffff), sent);
    }

    @Test
    void shouldTakeTheMomentOfCaptureAndNotOfArrivalAtASwitch() {
        room.publish("q", "h");
        room.subscribe("bob", "cam");
        room.receive(video(1).timestamp(0));
        room.receive(high(1).vp8(false, 1, 1).timestamp(1_000_000));
        RtcpWriter reports = new RtcpWriter();
        reports.begin(new byte[100]);
        reports.senderReport(1, 5L << 32, 0, 1, 1);
        reports.senderReport(2, 5L << 32, 1_000_000, 1, 1);
        room.receive(room.publisher, Arrays.copyOf(reports.array(), reports.length()));
        room.passMs(1000);
        room.receive(video(2).vp8(false, 2, 2).timestamp(90_000));
        room.receive(high(2).vp8(false, 2, 2).timestamp(1_000_000 + 90_000));
        room.passMs(400);
        room.takeRtp();
        room.receive(high(3).vp8(true, 3, 3).timestamp(1_000_000 + 99_000));
        assertEquals(99_000, room.takeRtp().getFirst().rtp().timestamp(), "captured 100 ms later, came 400 ms later");
        room.receive(video(3).vp8(true, 3, 3).timestamp(90_000));
        assertEquals(0, room.takeRtp().size(), "the lower layer is not wanted any more");
    }

    private static TestPacket high(int sequence) {
        return new TestPacket(TestRoom.VP8, 2)
                .sequence(sequence)
                .element(TestRoom.MID, "v")
                .element(TestRoom.RID, "h");
    }

    @Test
    void shouldForwardEmptyPacketsSoThatNoHoleIsSeen() {
        room.publish("q", "h");
        room.subscribe("bob", "cam");
        room.receive(video(1));
        room.receive(new TestPacket(TestRoom.VP8, 1).sequence(2).payload().padding(100));
        room.receive(video(3));
        List<TestRoom.Sent> sent = room.takeRtp();
        assertEquals(3, sent.size());
        assertEquals(0, sent.get(1).rtp().payloadLength(), "padding is left out");
        assertEquals(
                (sent.getFirst().rtp().sequence() + 2) & 0xffff,
                sent.getLast().rtp().sequence());
    }

    private static TestPacket video(int sequence) {
        return new TestPacket(TestRoom.VP8, 1)
                .sequence(sequence)
                .timestamp(sequence * 3000)
                .vp8(true, sequence, sequence)
                .element(TestRoom.MID, "v")
                .element(TestRoom.RID, "q");
    }
}
