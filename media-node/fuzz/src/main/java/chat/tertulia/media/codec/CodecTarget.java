package chat.tertulia.media.codec;

import chat.tertulia.fuzz.Broken;
import chat.tertulia.fuzz.FuzzInput;

/** Every payload format, and a stream of dependency descriptors that may define their own structure. */
public final class CodecTarget {
    private CodecTarget() {}

    public static void payload(byte[] data) {
        FrameFacts facts = new FrameFacts();
        for (VideoFormat format : VideoFormat.values()) {
            facts.clear();
            format.read(data, 0, data.length, facts);
            bounded(facts);
        }
    }

    public static void red(byte[] data) {
        FrameFacts facts = new FrameFacts();
        if (RedPayload.read(data, 0, data.length, facts)) {
            int headers = RedPayload.headerBytes(data, 0);
            Broken.unless(headers <= data.length, "the headers are inside");
            byte[] into = new byte[data.length];
            Broken.unless(RedPayload.copyHeaders(data, 0, 111, into) == headers, "all headers are copied");
        }
    }

    public static void dependencies(byte[] data) {
        FuzzInput input = new FuzzInput(data);
        DependencyDescriptor descriptor = new DependencyDescriptor();
        FrameFacts facts = new FrameFacts();
        for (int i = 0; i < 64 && input.hasMore(); i++) {
            long sequence = 0x1_0000L + i - input.below(4);
            byte[] element = input.bytes(input.u8());
            facts.clear();
            var _ = descriptor.read(element, 0, element.length, sequence, facts);
            bounded(facts);
            descriptor.again(element, sequence, facts);
            bounded(facts);
        }
    }

    private static void bounded(FrameFacts facts) {
        Broken.unless(facts.spatial() >= 0 && facts.spatial() < FrameFacts.MAX_SPATIAL, "spatial layers are bounded");
        Broken.unless(
                facts.temporal() >= 0 && facts.temporal() < FrameFacts.MAX_TEMPORAL, "temporal layers are bounded");
        Broken.unless(facts.spatialLayers() <= FrameFacts.MAX_SPATIAL, "their count is as well");
    }
}
