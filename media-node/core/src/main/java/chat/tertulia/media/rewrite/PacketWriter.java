package chat.tertulia.media.rewrite;

import static chat.tertulia.media.rtp.NetworkOrder.put16;
import static chat.tertulia.media.rtp.NetworkOrder.put24;
import static chat.tertulia.media.rtp.NetworkOrder.put32;
import static chat.tertulia.media.rtp.NetworkOrder.put8;

import chat.tertulia.media.cache.StoredPacket;
import chat.tertulia.media.rtp.Extensions;
import chat.tertulia.media.rtp.RtpView;
import java.util.Arrays;

/**
 * The bytes that one receiver gets. Extensions that describe the publisher's transport (mid, rids, transport sequence, send
 * time) are our own; others are copied under the receiver's id if it negotiated the same URI. Padding and CSRCs are left out.
 */
public final class PacketWriter {
    private static final int MAX_EXTENSION_BYTES = 512;
    private static final int ONE_BYTE_PROFILE = 0xbede;
    private static final int TWO_BYTE_PROFILE = 0x1000;
    private static final int LAST_ONE_BYTE_ID = 14;
    private static final int LAST_ONE_BYTE_LENGTH = 16;

    private static final int RTX_HEADER_BYTES = 2;

    private final byte[] bytes =
            new byte[RtpView.FIXED_HEADER_BYTES + MAX_EXTENSION_BYTES + OutgoingPacket.MOST_SOUND_BYTES + 64];
    private final PlainPacket plain = new PlainPacket(bytes);
    private int[] ids = {};
    private boolean twoByte;
    private int at;

    /** How long the packet will be, without padding; noted in the place. */
    public void measure(OutgoingPacket out, int[] idsByKind) {
        ids = idsByKind;
        twoByte = needsTwoBytes(out);
        at = RtpView.FIXED_HEADER_BYTES + 4;
        int elementHead = twoByte ? 2 : 1;
        if (ids[Extensions.MID] != 0 && out.mid().length > 0) {
            at += elementHead + out.mid().length;
        }
        at += ids[Extensions.TRANSPORT_SEQUENCE] == 0 ? 0 : elementHead + 2;
        at += ids[Extensions.ABS_SEND_TIME] == 0 ? 0 : elementHead + 3;
        RtpView rtp = out.packet().rtp();
        for (int i = 0; i < rtp.elements(); i++) {
            int size = sizeOf(out, i);
            if (idOf(out.packet(), i) != 0 && fits(size)) {
                at += elementHead + size;
            }
        }
        boolean extended = at > RtpView.FIXED_HEADER_BYTES + 4;
        int header = extended ? at + 3 & ~3 : RtpView.FIXED_HEADER_BYTES;
        int repair = out.originalSequence() == OutgoingPacket.NOT_RTX ? 0 : RTX_HEADER_BYTES;
        out.measured(header + repair + out.redBytes() + out.payloadLength() + out.filler(), twoByte);
    }

    /**
     * Writes a measured place; what is returned is valid until the next call.
     *
     * @param idsByKind the receiver's header extension ids
     * @param transportSequence used when the receiver negotiated it
     * @param absSendTime 24 bits, 6.18 fixed-point seconds
     */
    public PlainPacket write(OutgoingPacket out, int[] idsByKind, int transportSequence, int absSendTime) {
        StoredPacket packet = out.packet();
        ids = idsByKind;
        put8(bytes, 1, out.payloadType() | (out.marker() ? 0x80 : 0));
        put16(bytes, 2, out.sequence());
        put32(bytes, 4, out.timestamp());
        put32(bytes, 8, out.ssrc());
        at = RtpView.FIXED_HEADER_BYTES;
        boolean extended = writeExtensions(out, transportSequence, absSendTime);
        put8(bytes, 0, 0x80 | (extended ? 0x10 : 0) | (out.padding() + out.filler() > 0 ? 0x20 : 0));
        int header = at;
        if (out.originalSequence() != OutgoingPacket.NOT_RTX) {
            put16(bytes, at, out.originalSequence());
            at += RTX_HEADER_BYTES;
        }
        System.arraycopy(out.prefix(), 0, bytes, at, out.prefixLength());
        if (out.earlierCount() > 0) {
            writeEarlier(out);
        }
        if (out.filler() > 0) {
            fill(out.filler());
        }
        plain.show(header, at + out.prefixLength(), out.padding());
        plain.body(packet.bytes(), out.payloadOffset() + out.prefixLength(), out.payloadLength() - out.prefixLength());
        return plain;
    }

    /** RFC 2198 §3: the headers of all blocks, the primary's last, then the blocks; the primary one is the shared payload. */
    private void writeEarlier(OutgoingPacket out) {
        for (int i = 0; i < out.earlierCount(); i++) {
            StoredPacket before = out.earlier(i);
            int step = out.packet().rtp().timestamp() - before.rtp().timestamp();
            put8(bytes, at, 0x80 | out.blockType());
            put24(bytes, at + 1, step << 10 | before.soundBytes());
            at += 4;
        }
        put8(bytes, at++, out.blockType());
        for (int i = 0; i < out.earlierCount(); i++) {
            StoredPacket before = out.earlier(i);
            System.arraycopy(before.bytes(), before.soundOffset(), bytes, at, before.soundBytes());
            at += before.soundBytes();
        }
    }

    /** A packet of padding has no payload: the padding takes its place in the head. */
    private void fill(int count) {
        Arrays.fill(bytes, at, at + count - 1, (byte) 0);
        at += count;
        put8(bytes, at - 1, count);
    }

    private boolean writeExtensions(OutgoingPacket out, int transportSequence, int absSendTime) {
        twoByte = out.twoByte();
        int start = at;
        at += 4;
        if (ids[Extensions.MID] != 0 && out.mid().length > 0) {
            element(ids[Extensions.MID], out.mid(), 0, out.mid().length);
        }
        if (ids[Extensions.TRANSPORT_SEQUENCE] != 0) {
            elementHead(ids[Extensions.TRANSPORT_SEQUENCE], 2);
            put16(bytes, at, transportSequence);
            at += 2;
        }
        if (ids[Extensions.ABS_SEND_TIME] != 0) {
            elementHead(ids[Extensions.ABS_SEND_TIME], 3);
            put24(bytes, at, absSendTime);
            at += 3;
        }
        copyElements(out);
        if (at == start + 4) {
            at = start;
            return false;
        }
        while (((at - start) & 3) != 0) {
            put8(bytes, at++, 0);
        }
        put16(bytes, start, twoByte ? TWO_BYTE_PROFILE : ONE_BYTE_PROFILE);
        put16(bytes, start + 2, (at - start) / 4 - 1);
        return true;
    }

    private void copyElements(OutgoingPacket out) {
        StoredPacket packet = out.packet();
        RtpView rtp = packet.rtp();
        for (int i = 0; i < rtp.elements(); i++) {
            int id = idOf(packet, i);
            int size = sizeOf(out, i);
            if (id != 0 && fits(size)) {
                boolean own = rewritten(out, i);
                element(id, own ? out.descriptor() : packet.bytes(), own ? 0 : rtp.elementOffset(i), size);
            }
        }
    }

    private boolean fits(int size) {
        return at + size + 2 <= RtpView.FIXED_HEADER_BYTES + MAX_EXTENSION_BYTES;
    }

    private static boolean rewritten(OutgoingPacket out, int element) {
        StoredPacket packet = out.packet();
        return out.descriptorLength() > 0
                && packet.extensionKinds()[packet.rtp().elementId(element)] == Extensions.DEPENDENCY_DESCRIPTOR;
    }

    private static int sizeOf(OutgoingPacket out, int element) {
        return rewritten(out, element)
                ? out.descriptorLength()
                : out.packet().rtp().elementLength(element);
    }

    /** The receiver's id for what is copied, 0 for what is not. */
    private int idOf(StoredPacket packet, int element) {
        int kind = packet.extensionKinds()[packet.rtp().elementId(element)];
        return switch (kind) {
            case Extensions.UNKNOWN,
                    Extensions.MID,
                    Extensions.RID,
                    Extensions.REPAIRED_RID,
                    Extensions.TRANSPORT_SEQUENCE,
                    Extensions.ABS_SEND_TIME -> 0;
            default -> ids[kind];
        };
    }

    private boolean needsTwoBytes(OutgoingPacket out) {
        StoredPacket packet = out.packet();
        boolean needed = out.mid().length > LAST_ONE_BYTE_LENGTH
                || ids[Extensions.MID] > LAST_ONE_BYTE_ID
                || ids[Extensions.TRANSPORT_SEQUENCE] > LAST_ONE_BYTE_ID
                || ids[Extensions.ABS_SEND_TIME] > LAST_ONE_BYTE_ID;
        for (int i = 0; i < packet.rtp().elements() && !needed; i++) {
            int id = idOf(packet, i);
            int size = sizeOf(out, i);
            needed = id > LAST_ONE_BYTE_ID || (id != 0 && (size == 0 || size > LAST_ONE_BYTE_LENGTH));
        }
        return needed;
    }

    private void element(int id, byte[] from, int offset, int size) {
        elementHead(id, size);
        System.arraycopy(from, offset, bytes, at, size);
        at += size;
    }

    private void elementHead(int id, int size) {
        if (twoByte) {
            put8(bytes, at++, id);
            put8(bytes, at++, size);
        } else {
            put8(bytes, at++, (id << 4) | (size - 1));
        }
    }
}
