package chat.tertulia.node.srtp;

import chat.tertulia.media.rewrite.PlainPacket;
import chat.tertulia.node.dtls.SrtpKeys;
import chat.tertulia.node.dtls.SrtpProfile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** AEAD_AES_128_GCM by OpenSSL, without an object a packet. SRTCP, a packet or two a second, is the reference engine's. */
final class EvpSession implements SrtpSession {
    /** A packet with its tag; the largest that a port hands over. */
    static final int SCRATCH = 2048;

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private final SrtpSession control;
    private final AesGcm in;
    private final AesGcm out;
    private final SsrcTable<StreamIndex> streamsIn = new SsrcTable<>();
    private final SsrcTable<StreamIndex> streamsOut = new SsrcTable<>();
    private final MemorySegment scratch;

    /** @param scratch at least {@link #SCRATCH} bytes outside of the heap, shared by the sessions of one loop */
    EvpSession(SrtpKeys keys, boolean server, MemorySegment scratch) {
        if (keys.profile() != SrtpProfile.AEAD_AES_128_GCM) {
            throw new IllegalArgumentException("Not for " + keys.profile());
        }
        this.scratch = scratch;
        control = server ? SrtpSession.ofServer(keys) : SrtpSession.ofClient(keys);
        AesGcm clients = new AesGcm(keys.clientKey(), keys.clientSalt(), !server);
        AesGcm servers = new AesGcm(keys.serverKey(), keys.serverSalt(), server);
        in = server ? clients : servers;
        out = server ? servers : clients;
    }

    @Override
    public boolean heard(int ssrc) {
        return streamsIn.get(ssrc) != null || control.heard(ssrc);
    }

    @Override
    public int unprotectRtp(byte[] data, int offset, int length) {
        int plain = length - AesGcm.TAG;
        int header = length > SCRATCH ? -1 : RtpPacketHeader.length(data, offset, plain);
        if (header < 0) {
            return MALFORMED;
        }
        int ssrc = RtpPacketHeader.ssrc(data, offset);
        StreamIndex known = streamsIn.get(ssrc);
        if (known == null && streamsIn.size() >= MOST_STREAMS) {
            return TOO_MANY_STREAMS;
        }
        int sequence = RtpPacketHeader.sequence(data, offset);
        long index = known == null ? sequence : known.guess(sequence);
        if (known != null && !known.fresh(index)) {
            return REPLAYED;
        }
        MemorySegment.copy(data, offset, scratch, BYTE, 0, length);
        if (!in.open(ssrc, index, scratch.address(), header, plain)) {
            return FORGED;
        }
        MemorySegment.copy(scratch, BYTE, header, data, offset + header, plain - header);
        noteAuthentic(known, ssrc, index);
        return plain;
    }

    private void noteAuthentic(@Nullable StreamIndex known, int ssrc, long index) {
        StreamIndex stream = known;
        if (stream == null) {
            stream = new StreamIndex();
            streamsIn.put(ssrc, stream);
        }
        stream.use(index);
    }

    @Override
    public int protectRtp(PlainPacket packet, MemorySegment memory, long at) {
        byte[] head = packet.head();
        StreamIndex stream = streamOut(RtpPacketHeader.ssrc(head, 0));
        long index = stream == null ? -1 : stream.guess(RtpPacketHeader.sequence(head, 0));
        if (stream == null || !stream.fresh(index)) {
            return stream == null ? TOO_MANY_STREAMS : REPEATED;
        }
        stream.use(index);
        int headLength = packet.headLength();
        MemorySegment.copy(head, 0, memory, BYTE, at, headLength);
        MemorySegment.copy(packet.body(), packet.bodyOffset(), memory, BYTE, at + headLength, packet.bodyLength());
        int length = packet.length();
        if (packet.padding() > 0) {
            memory.set(BYTE, at + length - 1, (byte) packet.padding());
        }
        out.seal(RtpPacketHeader.ssrc(head, 0), index, memory.address() + at, packet.headerLength(), length);
        return length + AesGcm.TAG;
    }

    @Override
    public int protectRtp(byte[] data, int offset, int length) {
        int header = RtpPacketHeader.length(data, offset, length);
        if (header < 0 || length + AesGcm.TAG > SCRATCH) {
            return MALFORMED;
        }
        int ssrc = RtpPacketHeader.ssrc(data, offset);
        StreamIndex stream = streamOut(ssrc);
        long index = stream == null ? -1 : stream.guess(RtpPacketHeader.sequence(data, offset));
        if (stream == null || !stream.fresh(index)) {
            return stream == null ? TOO_MANY_STREAMS : REPEATED;
        }
        stream.use(index);
        MemorySegment.copy(data, offset, scratch, BYTE, 0, length);
        out.seal(ssrc, index, scratch.address(), header, length);
        MemorySegment.copy(scratch, BYTE, header, data, offset + header, length + AesGcm.TAG - header);
        return length + AesGcm.TAG;
    }

    private @Nullable StreamIndex streamOut(int ssrc) {
        StreamIndex stream = streamsOut.get(ssrc);
        if (stream == null && streamsOut.size() < MOST_STREAMS) {
            stream = new StreamIndex();
            streamsOut.put(ssrc, stream);
        }
        return stream;
    }

    @Override
    public int unprotectRtcp(byte[] data, int offset, int length) {
        return control.unprotectRtcp(data, offset, length);
    }

    @Override
    public int protectRtcp(byte[] data, int offset, int length) {
        return control.protectRtcp(data, offset, length);
    }

    @Override
    public void close() {
        in.close();
        out.close();
    }
}
