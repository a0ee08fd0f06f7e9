package chat.tertulia.sim;

import chat.tertulia.media.rtp.NetworkOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * One VP8 encoding: frames of some packets with 15-bit picture ids, TL0PICIDX and two temporal layers in turn. After the VP8
 * header each packet carries a {@link Tag}, so that a receiver can tell whose it is. Not a picture that decodes.
 */
public final class SyntheticVideo {
    /**
     * @param tag told by every packet, for example the layer
     * @param rid empty when there is one encoding only
     */
    public record Description(
            int tag, String mid, String rid, int payloadType, int ssrc, int packetsPerFrame, int payloadBytes) {}

    /** What a packet says of itself: encoding, frame, and which of how many packets of the frame. */
    public record Tag(int encoding, int frame, int index, int count) {
        static final int BYTES = 11;

        /** From a payload with descriptor and at least a VP8 header byte. */
        static Tag read(byte[] packet, int payload) {
            int at = payload + DESCRIPTOR_BYTES + 1;
            return new Tag(
                    packet[at] & 0xff, NetworkOrder.i32(packet, at + 1), packet[at + 5] & 0xff, packet[at + 6] & 0xff);
        }
    }

    static final int DESCRIPTOR_BYTES = 6;
    private static final int KEYFRAME_FACTOR = 3;

    private final Description description;
    private int sequence;
    private int pictureId;
    private int tl0;
    private int frame;
    private boolean enhancement;

    /** @param start where sequence, picture id and TL0PICIDX begin: other for each encoding, as in browsers */
    public SyntheticVideo(Description description, int start) {
        this.description = description;
        sequence = start & 0xffff;
        pictureId = start & 0x7fff;
        tl0 = start & 0xff;
    }

    public Description description() {
        return description;
    }

    /** The packets of the next frame. A keyframe is three times as large and always in the lowest temporal layer. */
    public List<byte[]> frame(int timestamp, boolean keyframe) {
        return frame(timestamp, keyframe, 1);
    }

    /** So many times as large. */
    List<byte[]> frame(int timestamp, boolean keyframe, int growth) {
        enhancement = !keyframe && !enhancement;
        tl0 = enhancement ? tl0 : (tl0 + 1) & 0xff;
        int count = description.packetsPerFrame() * growth * (keyframe ? KEYFRAME_FACTOR : 1);
        List<byte[]> packets = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            SyntheticPacket.Header header = new SyntheticPacket.Header(
                    description.payloadType(), index == count - 1, sequence, timestamp, description.ssrc());
            packets.add(SyntheticPacket.write(
                    header, description.mid(), description.rid(), -1, payload(keyframe, index, count, timestamp)));
            sequence = (sequence + 1) & 0xffff;
        }
        frame++;
        pictureId = (pictureId + 1) & 0x7fff;
        return packets;
    }

    /** The timestamp that the publisher gave, whatever has become of it in the header since. */
    static int originalTimestamp(byte[] packet, int payload) {
        return NetworkOrder.i32(packet, payload + DESCRIPTOR_BYTES + 1 + 7);
    }

    private byte[] payload(boolean keyframe, int index, int count, int timestamp) {
        byte[] payload = new byte[Math.max(description.payloadBytes(), DESCRIPTOR_BYTES + 1 + Tag.BYTES)];
        payload[0] = (byte) (0x80 | (enhancement ? 0x20 : 0) | (index == 0 ? 0x10 : 0));
        payload[1] = (byte) 0xe0;
        NetworkOrder.put16(payload, 2, 0x8000 | pictureId);
        payload[4] = (byte) tl0;
        payload[5] = (byte) (enhancement ? 0x40 : 0);
        payload[DESCRIPTOR_BYTES] = (byte) (keyframe ? 0 : 1);
        int at = DESCRIPTOR_BYTES + 1;
        payload[at] = (byte) description.tag();
        NetworkOrder.put32(payload, at + 1, frame);
        payload[at + 5] = (byte) index;
        payload[at + 6] = (byte) count;
        NetworkOrder.put32(payload, at + 7, timestamp);
        return payload;
    }
}
