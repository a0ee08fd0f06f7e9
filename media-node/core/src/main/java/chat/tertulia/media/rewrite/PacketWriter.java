package chat.tertulia.media.rewrite;

import static chat.tertulia.media.rtp.NetworkOrder.put16;
import static chat.tertulia.media.rtp.NetworkOrder.put24;
import static chat.tertulia.media.rtp.NetworkOrder.put32;
import static chat.tertulia.media.rtp.NetworkOrder.put8;

import chat.tertulia.media.cache.PacketPool;
import chat.tertulia.media.cache.StoredPacket;
import chat.tertulia.media.rtp.Extensions;
import chat.tertulia.media.rtp.RtpView;

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

    private final byte[] bytes = new byte[PacketPool.MAX_PACKET_BYTES + MAX_EXTENSION_BYTES + 64];
    private int[] ids = {};
    private boolean twoByte;
    private int at;

    public byte[] bytes() {
        return bytes;
    }

    /** Shows the RTCP compound of the place. */
    public int copyRtcp(OutgoingPacket out) {
        StoredPacket packet = out.packet();
        System.arraycopy(packet.bytes(), 0, bytes, 0, packet.length());
        return packet.length();
    }

    /**
     * Writes to the start of {@link #bytes} and returns the length.
     *
     * @param idsByKind the receiver's header extension ids
     * @param transportSequence used when the receiver negotiated it
     * @param absSendTime 24 bits, 6.18 fixed-point seconds
     */
    public int write(OutgoingPacket out, int[] idsByKind, int transportSequence, int absSendTime) {
        StoredPacket packet = out.packet();
        RtpView rtp = packet.rtp();
        ids = idsByKind;
        put8(bytes, 1, out.payloadType() | (rtp.marker() ? 0x80 : 0));
        put16(bytes, 2, out.sequence());
        put32(bytes, 4, out.timestamp());
        put32(bytes, 8, out.ssrc());
        at = RtpView.FIXED_HEADER_BYTES;
        boolean extended = writeExtensions(out, transportSequence, absSendTime);
        put8(bytes, 0, extended ? 0x90 : 0x80);
        if (out.originalSequence() != OutgoingPacket.NOT_RTX) {
            put16(bytes, at, out.originalSequence());
            at += 2;
        }
        System.arraycopy(packet.bytes(), rtp.payloadOffset(), bytes, at, rtp.payloadLength());
        packet.vp8().overwrite(bytes, at, out.pictureId(), out.tl0());
        int end = at + rtp.payloadLength();
        return out.padding() == 0 ? end : pad(end, out.padding());
    }

    private int pad(int from, int count) {
        java.util.Arrays.fill(bytes, from, from + count - 1, (byte) 0);
        put8(bytes, from + count - 1, count);
        put8(bytes, 0, bytes[0] | 0x20);
        return from + count;
    }

    private boolean writeExtensions(OutgoingPacket out, int transportSequence, int absSendTime) {
        twoByte = needsTwoBytes(out);
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
        copyElements(out.packet());
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

    private void copyElements(StoredPacket packet) {
        RtpView rtp = packet.rtp();
        int limit = RtpView.FIXED_HEADER_BYTES + MAX_EXTENSION_BYTES;
        for (int i = 0; i < rtp.elements(); i++) {
            int id = idOf(packet, i);
            int size = rtp.elementLength(i);
            if (id != 0 && at + size + 2 <= limit) {
                element(id, packet.bytes(), rtp.elementOffset(i), size);
            }
        }
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
            int size = packet.rtp().elementLength(i);
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
