package chat.tertulia.media.codec;

/** Bits of a byte range, most significant first. Reading past the end gives zeros and is remembered. Reused. */
final class BitReader {
    private byte[] bytes = {};
    private int start;
    private int size;
    private int at;

    void wrap(byte[] array, int offset, int length) {
        bytes = array;
        start = offset;
        size = 8 * length;
        at = 0;
    }

    boolean overrun() {
        return at > size;
    }

    /** Bits read so far. */
    int position() {
        return at;
    }

    boolean flag() {
        return bits(1) != 0;
    }

    /** At most 32. */
    int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++, at++) {
            int bit = at < size ? (bytes[start + (at >> 3)] >> (7 - (at & 7))) & 1 : 0;
            value = (value << 1) | bit;
        }
        return value;
    }

    /** Number below {@code limit} in the fewest bits, AV1 bitstream specification §4.10.7. */
    int nonSymmetric(int limit) {
        int width = 32 - Integer.numberOfLeadingZeros(limit);
        int shorter = (1 << width) - limit;
        int value = bits(width - 1);
        return value < shorter ? value : (value << 1) - shorter + bits(1);
    }
}
