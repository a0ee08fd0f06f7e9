package chat.tertulia.media.rtp;

import static chat.tertulia.media.rtp.NetworkOrder.i32;
import static chat.tertulia.media.rtp.NetworkOrder.u16;
import static chat.tertulia.media.rtp.NetworkOrder.u8;

/**
 * An RTP packet in somebody's array. Reused: {@link #wrap} shows it another packet.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * |                           timestamp                           |
 * |           synchronization source (SSRC) identifier            |
 * |            contributing source (CSRC) identifiers ...         |
 * </pre>
 *
 * (RFC 3550 §5.1). Offsets that this class gives are relative to the packet's first byte.
 */
public final class RtpView {
    public static final int FIXED_HEADER_BYTES = 12;

    private static final int MAX_ELEMENTS = 16;
    private static final int ONE_BYTE_PROFILE = 0xbede;
    private static final int TWO_BYTE_PROFILE = 0x1000;

    private byte[] array = {};
    private int start;
    private int length;
    private int payloadOffset;
    private int payloadLength;
    private int elements;
    private final int[] elementIds = new int[MAX_ELEMENTS];
    private final int[] elementOffsets = new int[MAX_ELEMENTS];
    private final int[] elementLengths = new int[MAX_ELEMENTS];

    /** Parses. On any other verdict than WELL_FORMED the view must not be read. */
    public Verdict wrap(byte[] packet, int offset, int size) {
        array = packet;
        start = offset;
        length = size;
        elements = 0;
        if (size < FIXED_HEADER_BYTES) {
            return Verdict.TOO_SHORT;
        }
        int first = u8(packet, offset);
        if (first >> 6 != 2) {
            return Verdict.WRONG_VERSION;
        }
        int header = FIXED_HEADER_BYTES + 4 * (first & 0x0f);
        if (header > size) {
            return Verdict.TOO_SHORT;
        }
        if ((first & 0x10) != 0) {
            if (header + 4 > size) {
                return Verdict.BAD_EXTENSION;
            }
            int block = header + 4;
            header = block + 4 * u16(packet, offset + header + 2);
            if (header > size || !readElements(u16(packet, offset + block - 4), block, header)) {
                return Verdict.BAD_EXTENSION;
            }
        }
        int padding = 0;
        if ((first & 0x20) != 0) {
            padding = header < size ? u8(packet, offset + size - 1) : 0;
            if (padding == 0 || header + padding > size) {
                return Verdict.BAD_PADDING;
            }
        }
        payloadOffset = header;
        payloadLength = size - header - padding;
        return Verdict.WELL_FORMED;
    }

    /** RFC 8285 §4.2 and §4.3. Blocks of other profiles hold nothing that we know and are skipped. */
    private boolean readElements(int profile, int from, int end) {
        if (profile == ONE_BYTE_PROFILE) {
            return readOneByteElements(from, end);
        }
        return (profile & 0xfff0) != TWO_BYTE_PROFILE || readTwoByteElements(from, end);
    }

    private boolean readOneByteElements(int from, int end) {
        int at = from;
        while (at < end) {
            int head = u8(array, start + at++);
            int id = head >> 4;
            if (head == 0) {
                continue;
            }
            if (id == 15 || id == 0) {
                return true; // §4.2: both end the processing of the whole block
            }
            int size = (head & 0x0f) + 1;
            if (at + size > end) {
                return false;
            }
            addElement(id, at, size);
            at += size;
        }
        return true;
    }

    private boolean readTwoByteElements(int from, int end) {
        int at = from;
        while (at < end) {
            int id = u8(array, start + at++);
            if (id == 0) {
                continue;
            }
            if (at >= end) {
                return false;
            }
            int size = u8(array, start + at++);
            if (at + size > end) {
                return false;
            }
            addElement(id, at, size);
            at += size;
        }
        return true;
    }

    private void addElement(int id, int at, int size) {
        if (elements < MAX_ELEMENTS) {
            elementIds[elements] = id;
            elementOffsets[elements] = at;
            elementLengths[elements++] = size;
        }
    }

    /** Becomes a view of the same packet elsewhere, without parsing again. */
    public void copyFrom(RtpView other, byte[] packet, int offset) {
        array = packet;
        start = offset;
        length = other.length;
        payloadOffset = other.payloadOffset;
        payloadLength = other.payloadLength;
        elements = other.elements;
        for (int i = 0; i < elements; i++) {
            elementIds[i] = other.elementIds[i];
            elementOffsets[i] = other.elementOffsets[i];
            elementLengths[i] = other.elementLengths[i];
        }
    }

    public byte[] array() {
        return array;
    }

    public int start() {
        return start;
    }

    public int length() {
        return length;
    }

    public boolean marker() {
        return (array[start + 1] & 0x80) != 0;
    }

    public int payloadType() {
        return array[start + 1] & 0x7f;
    }

    public int sequence() {
        return u16(array, start + 2);
    }

    public int timestamp() {
        return i32(array, start + 4);
    }

    public int ssrc() {
        return i32(array, start + 8);
    }

    public int payloadOffset() {
        return payloadOffset;
    }

    /** Without padding. */
    public int payloadLength() {
        return payloadLength;
    }

    public int elements() {
        return elements;
    }

    public int elementId(int index) {
        return elementIds[index];
    }

    public int elementOffset(int index) {
        return elementOffsets[index];
    }

    public int elementLength(int index) {
        return elementLengths[index];
    }
}
