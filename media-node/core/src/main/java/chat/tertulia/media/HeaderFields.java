package chat.tertulia.media;

import static chat.tertulia.media.rtp.NetworkOrder.u16;

import chat.tertulia.media.rtp.Extensions;
import chat.tertulia.media.rtp.RtpView;

/** Where in a packet the header extensions are that the forwarder itself reads. Reused for every packet. */
final class HeaderFields {
    private static final int ABSENT = -1;

    private final int[] offsets = new int[Extensions.DEPENDENCY_DESCRIPTOR + 1];
    private final int[] lengths = new int[Extensions.DEPENDENCY_DESCRIPTOR + 1];
    private byte[] array = {};
    private int start;

    void read(RtpView packet, int[] kindsById) {
        array = packet.array();
        start = packet.start();
        java.util.Arrays.fill(offsets, ABSENT);
        for (int i = 0; i < packet.elements(); i++) {
            int kind = kindsById[packet.elementId(i)];
            if (kind > Extensions.UNKNOWN && kind < offsets.length) {
                offsets[kind] = packet.start() + packet.elementOffset(i);
                lengths[kind] = packet.elementLength(i);
            }
        }
    }

    boolean has(int kind) {
        return offsets[kind] != ABSENT && lengths[kind] > 0;
    }

    /** In {@link #array}. */
    int offset(int kind) {
        return offsets[kind];
    }

    /** From the packet's first byte. */
    int offsetInPacket(int kind) {
        return offsets[kind] - start;
    }

    int length(int kind) {
        return lengths[kind];
    }

    byte[] array() {
        return array;
    }

    /** -1 when the packet carries none. */
    int transportSequence() {
        boolean there = has(Extensions.TRANSPORT_SEQUENCE) && lengths[Extensions.TRANSPORT_SEQUENCE] >= 2;
        return there ? u16(array, offsets[Extensions.TRANSPORT_SEQUENCE]) : ABSENT;
    }

    /** RFC 6464 level in -dBov, -1 when the packet carries none. */
    int audioLevel() {
        return has(Extensions.AUDIO_LEVEL) ? array[offsets[Extensions.AUDIO_LEVEL]] & 0x7f : ABSENT;
    }
}
