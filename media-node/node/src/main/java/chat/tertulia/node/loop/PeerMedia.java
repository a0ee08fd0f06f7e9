package chat.tertulia.node.loop;

import chat.tertulia.media.rewrite.PlainPacket;
import chat.tertulia.media.rtp.NetworkOrder;
import chat.tertulia.node.dtls.SrtpKeys;
import chat.tertulia.node.srtp.SrtpSession;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A peer's RTP and RTCP between the wire and its room, once there are keys. Owned by: the loop. */
final class PeerMedia {
    private static final int RTP_SSRC_AT = 8;
    private static final int RTCP_SSRC_AT = 4;

    private final MediaLoop loop;
    private final Peer peer;
    private @Nullable SrtpSession srtp;
    private @Nullable SealedPackets kept;

    PeerMedia(MediaLoop loop, Peer peer) {
        this.loop = loop;
        this.peer = peer;
    }

    /** @param keys null for a peer of data only */
    void secure(@Nullable SrtpKeys keys) {
        srtp = keys == null ? null : loop.srtp().ofServer(keys);
    }

    void receive(byte[] data, int length) {
        SrtpSession session = srtp;
        if (session == null || length < 2) {
            loop.counters().drop(session == null ? Drop.MEDIA_EARLY : Drop.SRTP_MALFORMED);
            return;
        }
        int plain = isRtcp(data) ? session.unprotectRtcp(data, 0, length) : session.unprotectRtp(data, 0, length);
        if (plain < 0) {
            loop.counters().drop(reason(plain));
        } else {
            peer.room().receive(peer, data, plain);
        }
    }

    /** Whether the packet is authentic and new, wherever it came from; then it is taken. What is not is nobody's fault here. */
    boolean recognises(byte[] data, int length) {
        SrtpSession session = srtp;
        if (session == null || !session.heard(NetworkOrder.i32(data, isRtcp(data) ? RTCP_SSRC_AT : RTP_SSRC_AT))) {
            return false;
        }
        byte[] copy = Arrays.copyOf(data, length);
        int plain = isRtcp(data) ? session.unprotectRtcp(copy, 0, length) : session.unprotectRtp(copy, 0, length);
        if (plain < 0) {
            return false;
        }
        peer.room().receive(peer, copy, plain);
        return true;
    }

    /** RFC 5761 §4: RTCP packet types 192 to 223 lie where RTP has the payload types 64 to 95. */
    private static boolean isRtcp(byte[] data) {
        int kind = data[1] & 0x7F;
        return kind >= 64 && kind < 96;
    }

    /** Encrypts straight into the port's memory. */
    void transmit(PlainPacket packet) {
        SrtpSession session = srtp;
        Route route = peer.sendingRoute();
        if (session == null || route == null) {
            loop.counters().drop(Drop.OUT_NO_PATH);
            return;
        }
        int size = session.protectRtp(packet, loop.slots(), loop.slot());
        if (size < 0) {
            loop.counters().drop(size == SrtpSession.REPEATED ? Drop.OUT_REPEATED : Drop.OUT_REFUSED);
            return;
        }
        if (packet.place() != PlainPacket.NOWHERE) {
            kept().keep(packet.place(), loop.slots(), loop.slot(), size);
        }
        sent(size);
        loop.send(route, size);
    }

    private SealedPackets kept() {
        SealedPackets known = kept == null ? new SealedPackets() : kept;
        kept = known;
        return known;
    }

    /** Sends the same bytes once more: nothing is protected anew. */
    void repeat(int place) {
        Route route = peer.sendingRoute();
        int size = kept().size(place);
        if (route == null || size == 0) {
            loop.counters().drop(Drop.OUT_NO_PATH);
            return;
        }
        sent(size);
        loop.send(route, kept().bytes(place), size);
    }

    /** The array has room for tag and index. */
    void transmitRtcp(byte[] data, int length) {
        SrtpSession session = srtp;
        Route route = peer.sendingRoute();
        if (session == null || route == null) {
            loop.counters().drop(Drop.OUT_NO_PATH);
            return;
        }
        int size = session.protectRtcp(data, 0, length);
        if (size < 0) {
            loop.counters().drop(Drop.OUT_REFUSED);
            return;
        }
        sent(size);
        loop.send(route, data, size);
    }

    private void sent(int size) {
        loop.counters().packetsOut++;
        loop.counters().bytesOut += size;
    }

    private static Drop reason(int result) {
        return switch (result) {
            case SrtpSession.REPLAYED -> Drop.SRTP_REPLAYED;
            case SrtpSession.FORGED -> Drop.SRTP_FORGED;
            case SrtpSession.TOO_MANY_STREAMS -> Drop.SRTP_TOO_MANY_STREAMS;
            default -> Drop.SRTP_MALFORMED;
        };
    }

    void release() {
        SrtpSession session = srtp;
        srtp = null;
        kept = null;
        if (session != null) {
            session.close();
        }
    }
}
