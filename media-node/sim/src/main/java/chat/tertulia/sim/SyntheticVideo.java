package chat.tertulia.sim;

import chat.tertulia.media.rtp.NetworkOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One VP8 encoding: frames of some packets with 15-bit picture ids, TL0PICIDX and two temporal layers in turn, or three with
 * frames that waver. After the VP8 header each packet carries a {@link Tag}, so that a receiver can tell whose it is. Not a
 * picture that decodes.
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

    /** As libvpx orders three temporal layers; the first two above the lowest need the lowest alone, which Y tells. */
    private static final int[] TEMPORAL = {0, 2, 1, 2, 0, 2, 1, 2};

    private static final int SYNC_FRAMES = 2;

    /** Of a frame of each temporal layer, by the mean frame: 40, 20 and 40 % of the bits. */
    private static final double[] TEMPORAL_SIZE = {1.6, 0.8, 0.8};

    private static final double RESTLESS_KEYFRAME = 5;
    private static final int MOST_PAYLOAD = 1100;

    private final Description description;
    private final int meanBytes;
    private final @Nullable RandomGenerator restless;
    private int inPattern;
    private int payloadBytes;
    private int temporal;
    private boolean sync;
    private int sequence;
    private int pictureId;
    private int tl0;
    private int frame;

    /** @param start where sequence, picture id and TL0PICIDX begin: other for each encoding, as in browsers */
    public SyntheticVideo(Description description, int start) {
        this(description, start, 0, null);
    }

    /** Of frames of about so many bytes, in three temporal layers, which differ by a third up or down. */
    static SyntheticVideo restless(Description description, int start, int meanBytes, RandomGenerator random) {
        return new SyntheticVideo(description, start, meanBytes, random);
    }

    private SyntheticVideo(Description description, int start, int meanBytes, @Nullable RandomGenerator restless) {
        this.description = description;
        this.meanBytes = meanBytes;
        this.restless = restless;
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
        int count = restless == null ? alike(keyframe, growth) : wavering(restless, keyframe, growth);
        tl0 = temporal > 0 ? tl0 : (tl0 + 1) & 0xff;
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

    /** Two temporal layers in turn; how many packets the frame has. */
    private int alike(boolean keyframe, int growth) {
        temporal = keyframe || temporal > 0 ? 0 : 1;
        payloadBytes = description.payloadBytes();
        return description.packetsPerFrame() * growth * (keyframe ? KEYFRAME_FACTOR : 1);
    }

    private int wavering(RandomGenerator random, boolean keyframe, int growth) {
        inPattern = keyframe ? 0 : (inPattern + 1) % TEMPORAL.length;
        temporal = TEMPORAL[inPattern];
        sync = inPattern > 0 && inPattern <= SYNC_FRAMES;
        double size = keyframe ? RESTLESS_KEYFRAME : TEMPORAL_SIZE[temporal];
        double bytes = growth * meanBytes * size * (2 + 2 * random.nextDouble()) / 3;
        int count = Math.max(1, (int) Math.ceil(bytes / MOST_PAYLOAD));
        payloadBytes = (int) bytes / count;
        return count;
    }

    /** The timestamp that the publisher gave, whatever has become of it in the header since. */
    static int originalTimestamp(byte[] packet, int payload) {
        return NetworkOrder.i32(packet, payload + DESCRIPTOR_BYTES + 1 + 7);
    }

    private byte[] payload(boolean keyframe, int index, int count, int timestamp) {
        byte[] payload = new byte[Math.max(payloadBytes, DESCRIPTOR_BYTES + 1 + Tag.BYTES)];
        payload[0] = (byte) (0x80 | (temporal > 0 ? 0x20 : 0) | (index == 0 ? 0x10 : 0));
        payload[1] = (byte) 0xe0;
        NetworkOrder.put16(payload, 2, 0x8000 | pictureId);
        payload[4] = (byte) tl0;
        payload[5] = (byte) (temporal << 6 | (sync ? 0x20 : 0));
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
