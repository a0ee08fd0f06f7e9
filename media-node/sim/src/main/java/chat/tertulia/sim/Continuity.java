package chat.tertulia.sim;

import chat.tertulia.media.rtp.NetworkOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What a decoder would see, packet by packet in order of sequence: every break of sequence, timestamp, picture id, TL0PICIDX
 * or frame, and every change of encoding that is not at a keyframe, is a fault.
 */
final class Continuity {
    private final List<String> faults = new ArrayList<>();
    private final boolean video;
    private boolean begun;
    private long expected;
    private int timestamp;
    private int pictureId;
    private int tl0;
    private SyntheticVideo.Tag tag = new SyntheticVideo.Tag(-1, -1, -1, -1);
    private int completeFrames;
    private int keyframes;
    private int switches;

    Continuity(boolean video) {
        this.video = video;
    }

    List<String> faults() {
        return faults;
    }

    int completeFrames() {
        return completeFrames;
    }

    int keyframes() {
        return keyframes;
    }

    int switches() {
        return switches;
    }

    /** The encoding that is being received, -1 for none yet. */
    int encoding() {
        return tag.encoding();
    }

    int timestamp() {
        return timestamp;
    }

    /** The receiver gave up on what is missing; the decoder goes on at the next keyframe. */
    void broken() {
        begun = false;
    }

    boolean begun() {
        return begun;
    }

    void next(long sequence, byte[] packet, int payload) {
        int newTimestamp = NetworkOrder.i32(packet, 4);
        if (!video) {
            check(!begun || sequence == expected, "sequence " + sequence + " after " + (expected - 1));
            check(!begun || newTimestamp - timestamp > 0, "timestamp does not advance at " + sequence);
            begin(sequence, newTimestamp);
            return;
        }
        SyntheticVideo.Tag next = SyntheticVideo.Tag.read(packet, payload);
        boolean starts = (packet[payload] & 0x10) != 0;
        boolean keyframe = startsKeyframe(packet, payload);
        int newPictureId = NetworkOrder.u16(packet, payload + 2) & 0x7fff;
        int newTl0 = packet[payload + 4] & 0xff;
        boolean base = (packet[payload + 5] & 0xc0) == 0;
        if (!begun && !keyframe) {
            return;
        }
        if (begun) {
            check(sequence == expected, "sequence " + sequence + " after " + (expected - 1));
            if (starts) {
                frame(sequence, newTimestamp, newPictureId, (newTl0 - tl0 - (base ? 1 : 0)) & 0xff);
                check(keyframe || next.encoding() == tag.encoding(), "switch without keyframe at " + sequence);
            } else {
                sameFrame(sequence, newTimestamp, newPictureId, next);
            }
        }
        keyframes += keyframe ? 1 : 0;
        switches += begun && next.encoding() != tag.encoding() ? 1 : 0;
        completeFrames += next.index() == next.count() - 1 ? 1 : 0;
        pictureId = newPictureId;
        tl0 = newTl0;
        tag = next;
        begin(sequence, newTimestamp);
    }

    /** An empty packet: its place is taken, and that is all. */
    void nothing(long sequence) {
        check(!begun || sequence == expected, "sequence " + sequence + " after " + (expected - 1));
        expected = sequence + 1;
    }

    static boolean startsKeyframe(byte[] packet, int payload) {
        boolean starts = (packet[payload] & 0x10) != 0;
        return starts && (packet[payload + SyntheticVideo.DESCRIPTOR_BYTES] & 1) == 0;
    }

    private void begin(long sequence, int newTimestamp) {
        begun = true;
        expected = sequence + 1;
        timestamp = newTimestamp;
    }

    private void frame(long sequence, int newTimestamp, int newPictureId, int tl0Step) {
        check(newTimestamp - timestamp > 0, "timestamp does not advance at " + sequence);
        check(newTimestamp - timestamp < 90_000 * 12, "timestamp leaps at " + sequence);
        check(((pictureId + 1) & 0x7fff) == newPictureId, "picture id " + newPictureId + " after " + pictureId);
        check(tl0Step == 0, "TL0PICIDX steps by " + tl0Step + " too much at " + sequence);
    }

    private void sameFrame(long sequence, int newTimestamp, int newPictureId, SyntheticVideo.Tag next) {
        check(newTimestamp == timestamp, "timestamp changes within a frame at " + sequence);
        check(newPictureId == pictureId, "picture id changes within a frame at " + sequence);
        check(
                next.encoding() == tag.encoding() && next.frame() == tag.frame() && next.index() == tag.index() + 1,
                "packet " + next + " after " + tag + " at " + sequence);
    }

    private void check(boolean fine, String otherwise) {
        if (!fine) {
            faults.add(otherwise);
        }
    }
}
