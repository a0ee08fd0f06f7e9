package chat.tertulia.sim;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chat.tertulia.control.Command.HeaderExtension;
import chat.tertulia.media.rtp.Extensions;
import chat.tertulia.media.rtp.NetworkOrder;
import java.util.List;

/**
 * RTP packets as a browser makes them, plaintext: one-byte header extensions with transport sequence, mid, rid and (audio)
 * level under the publisher ids below. Also used as benchmark load: make packets with {@link SyntheticVideo} or {@link
 * SyntheticAudio}, {@link #stampTransportSequence} each when it is sent.
 */
public final class SyntheticPacket {
    public static final int TRANSPORT_SEQUENCE_ID = 5;
    public static final int MID_ID = 1;
    public static final int RID_ID = 2;
    public static final int REPAIRED_RID_ID = 3;
    public static final int AUDIO_LEVEL_ID = 4;

    /** What a publisher of such packets negotiated. */
    public static final List<HeaderExtension> PUBLISHER_EXTENSIONS = List.of(
            new HeaderExtension(MID_ID, Extensions.MID_URI),
            new HeaderExtension(RID_ID, Extensions.RID_URI),
            new HeaderExtension(REPAIRED_RID_ID, Extensions.REPAIRED_RID_URI),
            new HeaderExtension(AUDIO_LEVEL_ID, Extensions.AUDIO_LEVEL_URI),
            new HeaderExtension(TRANSPORT_SEQUENCE_ID, Extensions.TRANSPORT_SEQUENCE_URI));

    private static final int TRANSPORT_SEQUENCE_AT = 17;

    private SyntheticPacket() {}

    /** Fields of the fixed header. */
    public record Header(int payloadType, boolean marker, int sequence, int timestamp, int ssrc) {}

    /**
     * @param rid empty for none
     * @param audioLevel in -dBov, or -1 for none
     * @param payload copied
     */
    public static byte[] write(Header header, String mid, String rid, int audioLevel, byte[] payload) {
        byte[] elements = elements(mid, rid, audioLevel);
        byte[] packet = new byte[12 + 4 + elements.length + payload.length];
        packet[0] = (byte) 0x90;
        packet[1] = (byte) ((header.marker() ? 0x80 : 0) | header.payloadType());
        NetworkOrder.put16(packet, 2, header.sequence());
        NetworkOrder.put32(packet, 4, header.timestamp());
        NetworkOrder.put32(packet, 8, header.ssrc());
        NetworkOrder.put16(packet, 12, 0xbede);
        NetworkOrder.put16(packet, 14, elements.length / 4);
        System.arraycopy(elements, 0, packet, 16, elements.length);
        System.arraycopy(payload, 0, packet, 16 + elements.length, payload.length);
        return packet;
    }

    private static byte[] elements(String mid, String rid, int audioLevel) {
        int size = 3 + 1 + mid.length() + (rid.isEmpty() ? 0 : 1 + rid.length()) + (audioLevel < 0 ? 0 : 2);
        byte[] elements = new byte[(size + 3) & ~3];
        elements[0] = (byte) ((TRANSPORT_SEQUENCE_ID << 4) | 1);
        int at = text(elements, 3, MID_ID, mid);
        if (!rid.isEmpty()) {
            at = text(elements, at, RID_ID, rid);
        }
        if (audioLevel >= 0) {
            elements[at] = (byte) (AUDIO_LEVEL_ID << 4);
            elements[at + 1] = (byte) audioLevel;
        }
        return elements;
    }

    private static int text(byte[] elements, int at, int id, String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        elements[at] = (byte) ((id << 4) | (bytes.length - 1));
        System.arraycopy(bytes, 0, elements, at + 1, bytes.length);
        return at + 1 + bytes.length;
    }

    /** Numbers a packet of this class at the moment it is sent. */
    public static void stampTransportSequence(byte[] packet, int sequence) {
        NetworkOrder.put16(packet, TRANSPORT_SEQUENCE_AT, sequence);
    }

    /** RFC 4588 form of a packet of this class; its rid becomes the repaired rid. */
    public static byte[] retransmission(byte[] original, int rtxPayloadType, int rtxSsrc, int rtxSequence) {
        int payload = payloadOffset(original);
        byte[] packet = new byte[original.length + 2];
        System.arraycopy(original, 0, packet, 0, payload);
        System.arraycopy(original, payload, packet, payload + 2, original.length - payload);
        NetworkOrder.put16(packet, payload, NetworkOrder.u16(original, 2));
        packet[1] = (byte) ((original[1] & 0x80) | rtxPayloadType);
        NetworkOrder.put16(packet, 2, rtxSequence);
        NetworkOrder.put32(packet, 8, rtxSsrc);
        repairRid(packet, payload);
        return packet;
    }

    /** A bandwidth probe on the repair stream: padding and nothing else. */
    public static byte[] probe(Header header, String mid, String rid, int paddingBytes) {
        byte[] padding = new byte[paddingBytes];
        padding[paddingBytes - 1] = (byte) paddingBytes;
        byte[] packet = write(header, mid, rid, -1, padding);
        packet[0] |= 0x20;
        repairRid(packet, payloadOffset(packet));
        return packet;
    }

    private static void repairRid(byte[] packet, int end) {
        int at = 16;
        while (at < end && packet[at] != 0) {
            int id = (packet[at] & 0xf0) >> 4;
            int length = packet[at] & 0x0f;
            if (id == RID_ID) {
                packet[at] = (byte) ((REPAIRED_RID_ID << 4) | length);
            }
            at += length + 2;
        }
    }

    static int payloadOffset(byte[] packet) {
        return 16 + 4 * NetworkOrder.u16(packet, 14);
    }
}
