package chat.tertulia.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.tertulia.control.Command;
import chat.tertulia.control.Command.IceCandidate;
import chat.tertulia.control.Command.IceParameters;
import chat.tertulia.control.ControlCodec;
import chat.tertulia.node.ice.BindingRequest;
import chat.tertulia.node.peer.DtlsRecords;
import chat.tertulia.node.peer.RtpPackets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes the valid inputs with which a corpus begins. To be run again when the form of an input changes. */
public final class Seeds {
    /** SR with a report block, NACK, PLI, FIR, REMB, BYE. */
    private static final String COMPOUND = "81c8000c00000001000000020000000300000004000000050000000600004444"
            + "01000002000000030000000400000005000000" + "0681cd000300000001000044440001ffff81ce00020000000100004444"
            + "84ce000400000001000000000000444401000000"
            + "8fce0005000000010000000052454d42010bffff0000444481cb000100000001";

    /** RFC 5769 §2.1. */
    private static final String STUN_SAMPLE = "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e2074657374"
            + "20636c69656e74002400046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020000800149aeaa7"
            + "0cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf";

    /** Two-byte elements, a CSRC, padding. */
    private static final String RTP_FULL =
            "b1e0000100000bb800001234000000aa1000000201016105022b2b0090e080010100105500000003";

    private Seeds() {}

    /** Argument: the folder of the corpora. */
    public static void main(String[] arguments) {
        Path corpora = Path.of(arguments[0]);
        for (Target target : Target.values()) {
            List<byte[]> seeds = of(target);
            for (int i = 0; i < seeds.size(); i++) {
                write(corpora.resolve(target.label()).resolve("seed-" + i), seeds.get(i));
            }
        }
    }

    private static void write(Path file, byte[] seed) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, seed);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static List<byte[]> of(Target target) {
        return switch (target) {
            case STUN ->
                List.of(
                        BindingRequest.signed("ufrag:peer", "password", true),
                        BindingRequest.signed("a:b", "password", false),
                        hex(STUN_SAMPLE),
                        hex("000100002112a442000102030405060708090a0b"),
                        hex("0101000c2112a442000102030405060708090a0b002000080001a147e112a643"));
            case CANDIDATE ->
                List.of(
                        text("candidate:1 1 udp 2130706431 192.0.2.1 4000 typ host generation 0"),
                        text("2 1 UDP 1694498815 2001:db8::1 4000 typ srflx raddr 0.0.0.0 rport 0"),
                        text("3 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active"),
                        text("4 1 udp 2113937151 4fd0b6c8.local 4000 typ host"));
            case DTLS -> List.of(framed(DtlsRecords.clientHello()), twoFragments(DtlsRecords.clientHello()));
            case HANDSHAKE -> List.of(new byte[0], hex("0000000000"), hex("0700500004"), hex("000702000005"));
            case SRTP -> srtp();
            case RTP -> List.of(RtpPackets.opus(5, 1, 60), vp8(), hex(RTP_FULL));
            case RTCP -> List.of(hex(COMPOUND), hex("80c9000100000005"));
            case PAYLOAD ->
                List.of(
                        hex("90e080010100105500"),
                        hex("10001055"),
                        hex("9080010000"),
                        hex("18000467420000000465880000"),
                        hex("7c8500"),
                        hex("8c8001000118"));
            // RFC 2198 §3: one redundant block of two bytes, then the primary.
            case RED -> List.of(hex("ef0780026faabbccddee"), hex("6f010203"));
            // A structure with one decode target and its first frame, then a frame of its second template.
            case DEPENDENCIES -> List.of(hex("000980000180029ed4818000000003400002"), hex("0003c00001"));
            case SCTP -> List.of(hex("0100000000"), hex("0008010203040506070809"), hex("010607ff0a05050505"));
            // RFC 4571 §2.
            case FRAMING -> List.of(hex("0100030102030002aabb"), hex("ff000101"));
            case CONTROL -> control();
            case ROOM -> List.of(RoomSeed.call(true), RoomSeed.call(false), RoomSeed.simulcast());
        };
    }

    private static byte[] vp8() {
        return RtpPackets.vp8(7, 1, 9, new RtpPackets.Place(true, true, true), 60);
    }

    private static List<byte[]> srtp() {
        List<byte[]> seeds = new ArrayList<>();
        for (int profile = 0; profile < 2; profile++) {
            for (int how : new int[] {0, 2, 6, 1, 3, 7}) {
                byte[] packet = (how & 1) == 0 ? RtpPackets.opus(5, 1, 60) : hex("80c9000700000005" + "00".repeat(24));
                seeds.add(hex("%02x%02x%04x".formatted(profile, how, packet.length)
                        + HexFormat.of().formatHex(packet) + "001003"));
            }
        }
        return seeds;
    }

    private static List<byte[]> control() {
        IceParameters ice = new IceParameters("ufrag", "password");
        return List.of(
                text(ControlCodec.encode(new Command.Welcome(1, "server"))),
                text(ControlCodec.encode(new Command.SetRemote(
                        2, "room", "t", ice, "AA:BB", List.of(new IceCandidate("1 1 udp 1 192.0.2.1 1 typ host"))))),
                text(ControlCodec.encode(new Command.MuteTrack(3, "room", "\u00e9\"\\\n", true))),
                text(
                        "{\"type\":\"transport.stats\",\"roomId\":\"r\",\"transportId\":\"t\",\"packetsIn\":1,\"packetsOut\":2,"
                                + "\"lossIn\":0.5,\"lossOut\":1e-3,\"rttMs\":12.5}"));
    }

    private static byte[] framed(byte[] datagram) {
        return hex("%04x".formatted(datagram.length) + HexFormat.of().formatHex(datagram));
    }

    /** The same message in two records of one fragment each. */
    private static byte[] twoFragments(byte[] hello) {
        int body = hello.length - 25;
        String whole = HexFormat.of().formatHex(hello);
        String head = whole.substring(0, 20);
        String message = whole.substring(26, 38);
        StringBuilder out = new StringBuilder();
        for (int from : new int[] {0, 40}) {
            int size = from == 0 ? 40 : body - 40;
            String record = head
                    + (from == 0 ? "00" : "01")
                    + "%04x".formatted(size + 12)
                    + message
                    + "%06x%06x".formatted(from, size)
                    + whole.substring(50 + 2 * from, 50 + 2 * (from + size));
            out.append("%04x".formatted(record.length() / 2)).append(record);
        }
        return hex(out.toString());
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
