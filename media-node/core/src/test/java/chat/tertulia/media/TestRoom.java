package chat.tertulia.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.control.Command;
import chat.tertulia.control.Command.Codec;
import chat.tertulia.control.Command.HeaderExtension;
import chat.tertulia.control.Command.Layer;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.ReceiveSection;
import chat.tertulia.control.Command.SendSection;
import chat.tertulia.control.NodeEvent;
import chat.tertulia.control.Reply;
import chat.tertulia.media.nack.SentSound;
import chat.tertulia.media.rewrite.PlainPacket;
import chat.tertulia.media.rtp.Extensions;
import chat.tertulia.media.rtp.RtpView;
import chat.tertulia.media.rtp.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A room with a hand on the clock; keeps what it sent. */
final class TestRoom implements RoomOutput {
    static final int MID = 1;
    static final int RID = 2;
    static final int REPAIRED_RID = 3;
    static final int LEVEL = 4;
    static final int SEQUENCE = 5;
    static final int ORIENTATION = 6;
    static final String ORIENTATION_URI = "urn:3gpp:video-orientation";
    static final int OUT_MID = 11;
    static final int OUT_SEQUENCE = 12;
    static final int OUT_ORIENTATION = 13;
    static final int OUT_SEND_TIME = 14;
    static final int VP8 = 96;
    static final int VP8_RTX = 97;
    static final int OPUS = 111;
    static final int OUT_VP8 = 100;
    static final int OUT_VP8_RTX = 101;
    static final int OUT_OPUS = 102;
    static final int OUT_SSRC = 0x4444;
    static final int OUT_RTX_SSRC = 0x5555;

    static final class Sent {
        private final int transport;
        private final byte[] packet;
        private final boolean rtcp;

        Sent(int transport, byte[] packet, boolean rtcp) {
            this.transport = transport;
            this.packet = packet;
            this.rtcp = rtcp;
        }

        int transport() {
            return transport;
        }

        byte[] packet() {
            return packet;
        }

        boolean rtcp() {
            return rtcp;
        }

        RtpView rtp() {
            RtpView view = new RtpView();
            assertEquals(Verdict.WELL_FORMED, view.wrap(packet, 0, packet.length));
            return view;
        }
    }

    final Room room;
    final List<Sent> sent = new ArrayList<>();
    private final byte[][] kept = new byte[SentSound.CAPACITY][0];
    final List<NodeEvent> events = new ArrayList<>();
    final int publisher;
    final int receiver;
    long nowNs = -1_000_000_000L;

    TestRoom(long seed) {
        room = new Room("room", new SplittableRandom(seed));
        publisher = open("alice");
        receiver = open("bob");
    }

    int open(String id) {
        int handle = room.openTransport(id, id, nowNs);
        room.connected(handle, nowNs);
        return handle;
    }

    /** A microphone {@code mic} in section a, a camera {@code cam} with the given rids in section v. */
    void publish(String... rids) {
        done(publication(rids));
    }

    static Command.ConfigureReceive publication(String... rids) {
        List<Layer> layers =
                Arrays.stream(rids).map(rid -> new Layer(rid, 0, 0)).toList();
        List<Codec> audio = List.of(new Codec(OPUS, "opus", 48_000, -1, ""));
        List<Codec> video = List.of(new Codec(VP8, "vp8", 90_000, VP8_RTX, ""));
        return new Command.ConfigureReceive(
                1,
                "room",
                "alice",
                List.of(
                        new HeaderExtension(MID, Extensions.MID_URI),
                        new HeaderExtension(RID, Extensions.RID_URI),
                        new HeaderExtension(REPAIRED_RID, Extensions.REPAIRED_RID_URI),
                        new HeaderExtension(LEVEL, Extensions.AUDIO_LEVEL_URI),
                        new HeaderExtension(SEQUENCE, Extensions.TRANSPORT_SEQUENCE_URI),
                        new HeaderExtension(ORIENTATION, ORIENTATION_URI)),
                List.of(
                        new ReceiveSection("a", "mic", MediaKind.AUDIO, audio, List.of(), List.of()),
                        new ReceiveSection("v", "cam", MediaKind.VIDEO, video, layers, List.of())));
    }

    void subscribe(String transportId, String trackId) {
        done(subscription(transportId, trackId));
    }

    static Command.ConfigureSend subscription(String transportId, String trackId) {
        boolean video = trackId.equals("cam");
        Codec codec = video
                ? new Codec(OUT_VP8, "vp8", 90_000, OUT_VP8_RTX, "")
                : new Codec(OUT_OPUS, "opus", 48_000, -1, "");
        MediaKind kind = video ? MediaKind.VIDEO : MediaKind.AUDIO;
        return new Command.ConfigureSend(
                2,
                "room",
                transportId,
                List.of(
                        new HeaderExtension(OUT_MID, Extensions.MID_URI),
                        new HeaderExtension(OUT_SEQUENCE, Extensions.TRANSPORT_SEQUENCE_URI),
                        new HeaderExtension(OUT_ORIENTATION, ORIENTATION_URI),
                        new HeaderExtension(OUT_SEND_TIME, Extensions.ABS_SEND_TIME_URI)),
                List.of(new SendSection("7", trackId, kind, List.of(codec), OUT_SSRC, video ? OUT_RTX_SSRC : 0)));
    }

    void done(Command command) {
        assertEquals(new Reply.Done(command.id()), room.handle(command, nowNs));
        room.drain(this);
    }

    void receive(TestPacket packet) {
        receive(publisher, packet.bytes());
    }

    void receive(int transport, byte[] packet) {
        room.receive(transport, packet, 0, packet.length, nowNs);
        room.drain(this);
    }

    void passMs(long milliseconds) {
        long endNs = nowNs + milliseconds * 1_000_000;
        while (room.nextTimeoutNs() <= endNs) {
            nowNs = Math.max(nowNs, room.nextTimeoutNs());
            room.handleTimeout(nowNs);
            room.drain(this);
        }
        nowNs = endNs;
    }

    /** RTP that went out since the last call. */
    List<Sent> takeRtp() {
        List<Sent> rtp = sent.stream().filter(packet -> !packet.rtcp()).toList();
        sent.removeAll(rtp);
        return rtp;
    }

    @Override
    public void transmit(int transport, PlainPacket packet) {
        byte[] copy = new byte[packet.length()];
        assertEquals(copy.length, packet.copyTo(copy, 0));
        if (packet.place() != PlainPacket.NOWHERE) {
            kept[packet.place()] = copy;
        }
        sent.add(new Sent(transport, copy, false));
    }

    /** Of one receiver only. */
    @Override
    public void repeat(int transport, int place) {
        sent.add(new Sent(transport, kept[place], false));
    }

    @Override
    public void transmitRtcp(int transport, byte[] packet, int offset, int length) {
        sent.add(new Sent(transport, Arrays.copyOfRange(packet, offset, offset + length), true));
    }

    @Override
    public void event(NodeEvent event) {
        events.add(event);
    }
}
