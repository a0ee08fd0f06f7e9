package chat.tertulia.node.tcp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into frames (RFC 4571 §2).
 *
 * <pre>
 *  0                   1
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
 * |             LENGTH            |  RTP or RTCP packet, or STUN or DTLS ... (RFC 6544 §3)
 * </pre>
 *
 * Total: bytes that are no frame of ours end the reader, which gives nothing any more. Owned by: one connection.
 */
final class FrameReader {
    /** Larger than any datagram that WebRTC sends. */
    static final int LONGEST = 2048;

    private static final int HEADER = 2;

    private final byte[] held = new byte[HEADER + LONGEST];
    private int filled;
    private boolean broken;

    boolean isBroken() {
        return broken;
    }

    /** How many bytes are sure to be of the frame that is being read. */
    int missing() {
        return filled < HEADER ? HEADER - filled : Math.max(1, HEADER + lengthHeld() - filled);
    }

    /** The next whole frame, taking as much of the buffer as it needs; null when there is none yet, or never will be. */
    byte @Nullable [] next(ByteBuffer in) {
        int length = length(in);
        while (length == 0) {
            // A null packet; nothing of ours sends them, and they mean nothing.
            filled = 0;
            length = length(in);
        }
        broken |= length > LONGEST;
        if (broken || length < 0) {
            return null;
        }
        fill(in, HEADER + length);
        if (filled < HEADER + length) {
            return null;
        }
        byte[] frame = new byte[length];
        System.arraycopy(held, HEADER, frame, 0, length);
        filled = 0;
        return frame;
    }

    /** -1 as long as it is not there. */
    private int length(ByteBuffer in) {
        fill(in, HEADER);
        return filled < HEADER ? -1 : lengthHeld();
    }

    private int lengthHeld() {
        return (held[0] & 0xFF) << 8 | (held[1] & 0xFF);
    }

    private void fill(ByteBuffer in, int wanted) {
        int taken = Math.min(Math.max(0, wanted - filled), in.remaining());
        in.get(held, filled, taken);
        filled += taken;
    }
}
