package chat.tertulia.node.srtp;

import chat.tertulia.media.rewrite.PlainPacket;
import chat.tertulia.node.dtls.SrtpKeys;
import java.lang.foreign.MemorySegment;

/**
 * Protection of one transport in both directions. Contexts are made when an SSRC is first seen; an incoming one is kept only
 * if the packet that caused it was authentic. Total for any bytes that come in. Owned by: the loop of its transport.
 */
public sealed interface SrtpSession extends AutoCloseable permits EvpSession, JitsiSession {
    /** Results that are no length. */
    int MALFORMED = -1;

    int REPLAYED = -2;
    int FORGED = -3;
    int TOO_MANY_STREAMS = -4;

    /** To send: the number was used before, and a second packet under it would show the key stream or the hash key. */
    int REPEATED = -5;

    /** Room a caller must leave behind the packet: tag, and index for SRTCP (RFC 3711 §3.4). */
    int ROOM = 32;

    /** Streams in each direction. */
    int MOST_STREAMS = 512;

    /** By the reference engine: what the client wrote is read, with the client's half of the keys. */
    static SrtpSession ofServer(SrtpKeys keys) {
        return new JitsiSession(
                keys.profile(), keys.clientKey(), keys.clientSalt(), keys.serverKey(), keys.serverSalt());
    }

    static SrtpSession ofClient(SrtpKeys keys) {
        return new JitsiSession(
                keys.profile(), keys.serverKey(), keys.serverSalt(), keys.clientKey(), keys.clientSalt());
    }

    /** Whether anything authentic has come under this SSRC. */
    boolean heard(int ssrc);

    /** In place. Returns the plaintext's length, or why there is none. */
    int unprotectRtp(byte[] data, int offset, int length);

    int unprotectRtcp(byte[] data, int offset, int length);

    /** Writes the protected packet at an offset of memory outside of the heap; returns its length or a negative result. */
    int protectRtp(PlainPacket packet, MemorySegment out, long at);

    /** In place; the array must have {@link #ROOM} behind the packet. */
    int protectRtp(byte[] data, int offset, int length);

    int protectRtcp(byte[] data, int offset, int length);

    /** Memory outside of the heap is given back; the session must not be used afterwards. */
    @Override
    void close();
}
