package chat.tertulia.media.data;

/**
 * Fields of one protocol buffer message, in their order. Total: ends at the first thing that is none. Stricter than the
 * libraries in what they disagree on: no groups, no tags beyond 32 bits, no field zero.
 */
final class ProtoReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH = 2;
    static final int FIXED32 = 5;

    private final byte[] bytes;
    private final int end;
    private int at;
    private boolean malformed;
    private int fieldAt;
    private int number;
    private int wire;
    private int valueAt;
    private int valueLength;
    private long varint;

    ProtoReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
    }

    /** Moves to the next field. False at the end, and at what is none: then {@link #malformed}. */
    boolean next() {
        if (malformed || at == end) {
            return false;
        }
        fieldAt = at;
        long tag = readVarint();
        number = (int) (tag >>> 3);
        wire = (int) tag & 7;
        malformed |= tag >>> 32 != 0 || number == 0;
        if (malformed) {
            return false;
        }
        valueAt = at;
        switch (wire) {
            case VARINT -> {
                varint = readVarint();
                valueLength = at - valueAt;
            }
            case FIXED64 -> skip(8);
            case FIXED32 -> skip(4);
            case LENGTH -> {
                long length = readVarint();
                valueAt = at;
                skip(length);
            }
            default -> malformed = true;
        }
        return !malformed;
    }

    boolean malformed() {
        return malformed;
    }

    int number() {
        return number;
    }

    int wire() {
        return wire;
    }

    long varint() {
        return varint;
    }

    int valueAt() {
        return valueAt;
    }

    int valueLength() {
        return valueLength;
    }

    /** Where the field begins, tag included. */
    int fieldAt() {
        return fieldAt;
    }

    /** Length of the whole field. */
    int fieldLength() {
        return at - fieldAt;
    }

    private void skip(long length) {
        if (length < 0 || length > end - at) {
            malformed = true;
            return;
        }
        valueLength = (int) length;
        at += valueLength;
    }

    private long readVarint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE && at < end; shift += 7) {
            byte next = bytes[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        malformed = true;
        return 0;
    }
}
