package chat.tertulia.node.srtp;

import java.util.Arrays;

/**
 * The packet indices (roll-over counter and sequence number, RFC 3711 §3.3.1) of one SSRC in one direction, and which of the
 * last {@link #WINDOW} are used up. The same account serves as replay window for what comes in (§3.3.2) and as proof that no
 * nonce is used twice for what goes out.
 */
final class StreamIndex {
    static final int WINDOW = 1024;

    private static final int HALF = 0x8000;

    private final long[] used = new long[WINDOW / 64];
    private long highest = -1;

    /** The index that is meant by a sequence number; negative when it lies before the stream's beginning. */
    long guess(int sequence) {
        if (highest < 0) {
            return sequence;
        }
        int last = (int) highest & 0xFFFF;
        long cycle = highest >>> 16;
        if (last < HALF && sequence - last > HALF) {
            cycle--;
        } else if (last >= HALF && last - HALF > sequence) {
            cycle++;
        }
        return cycle << 16 | sequence;
    }

    /** Neither used nor too old to know. */
    boolean fresh(long index) {
        if (index > highest) {
            return index < 1L << 48;
        }
        return index >= 0 && highest - index < WINDOW && (used[word(index)] & 1L << index) == 0;
    }

    void use(long index) {
        if (index > highest) {
            advance(index);
        }
        used[word(index)] |= 1L << index;
    }

    private void advance(long index) {
        if (index - highest >= WINDOW) {
            Arrays.fill(used, 0);
        } else {
            for (long skipped = highest + 1; skipped < index; skipped++) {
                used[word(skipped)] &= ~(1L << skipped);
            }
            used[word(index)] &= ~(1L << index);
        }
        highest = index;
    }

    private static int word(long index) {
        return (int) (index & WINDOW - 1) >>> 6;
    }
}
