package chat.tertulia.media;

import chat.tertulia.control.Command.Codec;
import chat.tertulia.media.cache.StoredPacket;
import chat.tertulia.media.rewrite.OutgoingPacket;
import chat.tertulia.media.rewrite.Projection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In which form one receiver gets sound: RED (RFC 2198) whole as it came, its primary block as Opus for who did not negotiate RED,
 * or, to who loses packets, RED of our own making, in which each packet says several earlier ones again.
 */
final class SoundShape {
    private static final byte NONE = -1;

    private byte opus = NONE;
    private byte red = NONE;
    private boolean comesRedundant;

    /**
     * @param payloadTypes of the receiver, by those of the publisher; RED that the receiver does not take becomes its Opus
     */
    void bind(List<Codec> published, List<Codec> taken, byte[] payloadTypes) {
        Codec ownOpus = named("opus", taken);
        Codec ownRed = named("red", taken);
        Codec publishedRed = named("red", published);
        opus = ownOpus == null ? NONE : (byte) ownOpus.payloadType();
        red = ownRed == null || ownOpus == null ? NONE : (byte) ownRed.payloadType();
        comesRedundant = publishedRed != null;
        if (publishedRed != null && ownOpus != null && payloadTypes[publishedRed.payloadType()] == NONE) {
            payloadTypes[publishedRed.payloadType()] = opus;
        }
    }

    private static @Nullable Codec named(String name, List<Codec> codecs) {
        for (Codec codec : codecs) {
            if (codec.name().equals(name)) {
                return codec;
            }
        }
        return null;
    }

    /** About how many times as much goes out as came. */
    double growth(int depth) {
        return red == NONE ? 1 : comesRedundant ? Math.max(1, (1 + depth) / 2.0) : 1 + depth;
    }

    /**
     * @param depth how many earlier packets are to be said again
     * @param sent knows which of them went out
     */
    void shape(OutgoingPacket out, Source.Stream stream, Projection sent, int depth) {
        StoredPacket packet = out.packet();
        boolean redundant = packet.facts().primaryBytes() >= 0;
        if (red != NONE && depth > (redundant ? 1 : 0)) {
            sayAgain(out, stream, sent, depth);
        } else if (redundant && red != NONE) {
            out.redundant(opus);
        } else if (redundant) {
            out.primaryOnly();
        }
    }

    private void sayAgain(OutgoingPacket out, Source.Stream stream, Projection sent, int depth) {
        out.primaryOnly();
        out.blocks(opus);
        long sequence = out.packet().sequence();
        for (long before = sequence - depth; before < sequence; before++) {
            StoredPacket earlier = stream.cache().get(before);
            if (earlier != null && earlier.facts().keyframe() && sent.covers(stream.id(), before)) {
                out.again(earlier);
            }
        }
        out.payloadType(out.earlierCount() > 0 ? red : opus);
    }
}
