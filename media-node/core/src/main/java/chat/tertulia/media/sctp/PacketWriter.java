package chat.tertulia.media.sctp;

import chat.tertulia.media.rtp.NetworkOrder;

/** Builds one packet in an array of the caller. */
final class PacketWriter {
    private final int limit;
    private final Checksum checksum;
    private byte[] out = new byte[0];
    private int at;
    private int chunkAt;

    PacketWriter(int limit, Checksum checksum) {
        this.limit = limit;
        this.checksum = checksum;
    }

    void begin(byte[] into, int peerPort, int tag) {
        out = into;
        at = 0;
        put16(SctpSettings.PORT);
        put16(peerPort);
        put32(tag);
        put32(0);
    }

    boolean empty() {
        return at <= PacketFormat.HEADER;
    }

    /** Bytes that still fit. */
    int room() {
        return Math.min(limit, out.length) - at;
    }

    int position() {
        return at;
    }

    void chunk(int type, int flags) {
        chunkAt = at;
        put8(type);
        put8(flags);
        put16(0);
    }

    void endChunk() {
        NetworkOrder.put16(out, chunkAt + 2, at - chunkAt);
        pad();
    }

    void put8(int value) {
        NetworkOrder.put8(out, at, value);
        at += 1;
    }

    void put16(int value) {
        NetworkOrder.put16(out, at, value);
        at += 2;
    }

    void put32(int value) {
        NetworkOrder.put32(out, at, value);
        at += 4;
    }

    void put16At(int position, int value) {
        NetworkOrder.put16(out, position, value);
    }

    void put(byte[] bytes, int offset, int length) {
        System.arraycopy(bytes, offset, out, at, length);
        at += length;
    }

    /** A whole chunk that was built before. */
    void whole(byte[] chunk) {
        put(chunk, 0, chunk.length);
        pad();
    }

    /** RFC 9653 §5.3: zero where the peer accepts that, else CRC32c. */
    int finish(boolean zeroChecksum) {
        if (!zeroChecksum) {
            checksum.put(out, 0, at);
        }
        return at;
    }

    private void pad() {
        while ((at & 3) != 0) {
            put8(0);
        }
    }
}
