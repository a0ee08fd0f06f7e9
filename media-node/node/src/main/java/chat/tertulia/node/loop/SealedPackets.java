package chat.tertulia.node.loop;

import chat.tertulia.media.nack.SentSound;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Protected packets of sound as they went to one receiver, so that they can go again byte by byte: what is not protected anew
 * cannot use a nonce twice. At most {@link SentSound#CAPACITY} of {@link #LARGEST} bytes, made when they are needed: 100 KB for a
 * receiver that loses packets, nothing for others. Owned by: one peer.
 */
final class SealedPackets {
    /** Sound at 64 kbit/s in four packets of RED. What is larger is not kept. */
    static final int LARGEST = 800;

    private final byte[][] packets = new byte[SentSound.CAPACITY][];
    private final int[] sizes = new int[SentSound.CAPACITY];

    SealedPackets() {
        java.util.Arrays.fill(packets, new byte[0]);
    }

    void keep(int place, MemorySegment memory, long at, int size) {
        sizes[place] = size <= LARGEST ? size : 0;
        if (sizes[place] > 0) {
            if (packets[place].length == 0) {
                packets[place] = new byte[LARGEST];
            }
            MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, packets[place], 0, size);
        }
    }

    /** 0 when nothing is kept there. */
    int size(int place) {
        return sizes[place];
    }

    byte[] bytes(int place) {
        return packets[place];
    }
}
