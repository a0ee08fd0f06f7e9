package chat.tertulia.media.rewrite;

/**
 * An RTP packet in clear, in two pieces: a head of its own (header, and the beginning of the payload where that is rewritten)
 * and the rest, which all receivers share. So whoever encrypts it copies it once. Reused: shows one packet at a time.
 */
public final class PlainPacket {
    /** In {@link #place}: need not be kept. */
    public static final int NOWHERE = -1;

    private final byte[] head;
    private int headerLength;
    private int headLength;
    private byte[] body = {};
    private int bodyOffset;
    private int bodyLength;
    private int padding;
    private int place = NOWHERE;

    PlainPacket(byte[] head) {
        this.head = head;
    }

    void show(int header, int wholeHead, int paddingBytes) {
        headerLength = header;
        headLength = wholeHead;
        padding = paddingBytes;
        place = NOWHERE;
    }

    /** The protected packet is to be kept there for a second, instead of what was there before. */
    public void keep(int where) {
        place = where;
    }

    /** Where the protected packet is to be kept, 0 to {@link chat.tertulia.media.nack.SentSound#CAPACITY} − 1. */
    public int place() {
        return place;
    }

    void body(byte[] shared, int offset, int length) {
        body = shared;
        bodyOffset = offset;
        bodyLength = length;
    }

    /** Begins with the header; valid up to {@link #headLength}. */
    public byte[] head() {
        return head;
    }

    /** Fixed header and extensions: what is authenticated and not encrypted (RFC 3711 §3.1). */
    public int headerLength() {
        return headerLength;
    }

    public int headLength() {
        return headLength;
    }

    /** Shared: not to be changed. */
    public byte[] body() {
        return body;
    }

    public int bodyOffset() {
        return bodyOffset;
    }

    public int bodyLength() {
        return bodyLength;
    }

    /** Bytes behind the body, the last of which says how many they are (RFC 3550 §5.1); at most one. */
    public int padding() {
        return padding;
    }

    public int length() {
        return headLength + bodyLength + padding;
    }

    /** The whole packet, one piece; returns its length. */
    public int copyTo(byte[] bytes, int at) {
        System.arraycopy(head, 0, bytes, at, headLength);
        System.arraycopy(body, bodyOffset, bytes, at + headLength, bodyLength);
        if (padding > 0) {
            bytes[at + headLength + bodyLength] = (byte) padding;
        }
        return length();
    }
}
