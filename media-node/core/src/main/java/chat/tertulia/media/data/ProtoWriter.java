package chat.tertulia.media.data;

import java.util.Arrays;

/** Builds one protocol buffer message in an array that was made large enough. */
final class ProtoWriter {
    /** A tag and a length, at most. */
    static final int FIELD_OVERHEAD = 10;

    private final byte[] out;
    private int at;

    ProtoWriter(int capacity) {
        out = new byte[capacity];
    }

    void varint(int number, long value) {
        putVarint((long) number << 3 | ProtoReader.VARINT);
        putVarint(value);
    }

    void bytes(int number, byte[] value, int offset, int length) {
        putVarint((long) number << 3 | ProtoReader.LENGTH);
        putVarint(length);
        raw(value, offset, length);
    }

    /** An empty text is the absent one (proto3). */
    void text(int number, byte[] utf8) {
        if (utf8.length > 0) {
            bytes(number, utf8, 0, utf8.length);
        }
    }

    void raw(byte[] value, int offset, int length) {
        System.arraycopy(value, offset, out, at, length);
        at += length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(out, at);
    }

    private void putVarint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[at++] = (byte) rest;
    }
}
