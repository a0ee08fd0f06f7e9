package chat.tertulia.media;

import chat.tertulia.media.cache.StoredPacket;
import chat.tertulia.media.rtcp.RtcpWriter;
import org.jspecify.annotations.Nullable;

/**
 * The RTCP of one transport while it is written. A compound begins with a report and our CNAME, since nobody told us that
 * reduced size (RFC 5506) was negotiated; a full one is queued and another begun.
 */
final class Compound {
    private static final byte[] CNAME = RtcpWriter.cname("tertulia");

    private final RoomState room;
    private final SendSide side;
    private final RtcpWriter writer = new RtcpWriter();
    private final int localSsrc;
    private @Nullable StoredPacket packet;

    Compound(RoomState room, SendSide side, int localSsrc) {
        this.room = room;
        this.side = side;
        this.localSsrc = localSsrc;
    }

    /** A writer in a compound that has its head and at least so many bytes left. */
    RtcpWriter withRoom(int bytes) {
        if (packet != null && writer.room() < bytes) {
            flush();
        }
        if (packet == null) {
            writer().receiverReport(localSsrc);
            closeHead();
        }
        return writer;
    }

    /** A writer in a compound without a head; the caller writes a report first. */
    RtcpWriter writer() {
        flush();
        StoredPacket fresh = room.pool().take(RtcpWriter.MAX_BYTES);
        packet = fresh;
        writer.begin(fresh.bytes());
        return writer;
    }

    /** After the receiver report and its blocks. */
    void closeHead() {
        writer.sourceDescription(localSsrc, CNAME);
    }

    int room() {
        return packet == null ? 0 : writer.room();
    }

    void flush() {
        StoredPacket full = packet;
        packet = null;
        if (full != null) {
            full.length(writer.length());
            side.queueRtcp(full);
        }
    }
}
