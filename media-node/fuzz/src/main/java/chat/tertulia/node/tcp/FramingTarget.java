package chat.tertulia.node.tcp;

import chat.tertulia.fuzz.Broken;
import chat.tertulia.fuzz.FuzzInput;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A stream of bytes in pieces of any size; the same frames must come of it as of the whole. */
public final class FramingTarget {
    private FramingTarget() {}

    public static void run(byte[] data) {
        FuzzInput input = new FuzzInput(data);
        int piece = 1 + input.u8();
        byte[] stream = input.bytes(data.length);
        Broken.unless(read(stream, piece) == read(stream, stream.length + 1), "pieces make no difference");
    }

    /** A number that depends on all frames. */
    private static int read(byte[] stream, int piece) {
        FrameReader reader = new FrameReader();
        int sum = 0;
        for (int at = 0; at < stream.length; at += piece) {
            ByteBuffer in = ByteBuffer.wrap(stream, at, Math.min(piece, stream.length - at));
            for (byte[] frame = reader.next(in); frame != null; frame = reader.next(in)) {
                Broken.unless(frame.length > 0 && frame.length <= FrameReader.LONGEST, "a frame has a length");
                sum = sum * 31 + Arrays.hashCode(frame);
            }
            Broken.unless(reader.isBroken() || !in.hasRemaining(), "all is taken");
            Broken.unless(reader.isBroken() || reader.missing() > 0, "something is missing");
        }
        return reader.isBroken() ? sum ^ 1 : sum;
    }
}
