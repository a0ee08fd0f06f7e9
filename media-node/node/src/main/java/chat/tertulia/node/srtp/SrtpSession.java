package chat.tertulia.node.srtp;

import chat.tertulia.node.dtls.SrtpKeys;
import chat.tertulia.node.dtls.SrtpProfile;
import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;

/**
 * Protection of one transport in both directions, in place. Contexts are made when an SSRC is first seen; an incoming one is
 * kept only if the packet that caused it was authentic. Owned by: the loop of its transport.
 */
public final class SrtpSession {
    /** Results of unprotect that are no length. */
    public static final int MALFORMED = -1;

    public static final int REPLAYED = -2;
    public static final int FORGED = -3;
    public static final int TOO_MANY_STREAMS = -4;

    /** Room a caller must leave behind the packet: tag, and index for SRTCP (RFC 3711 §3.4). */
    public static final int ROOM = 32;

    private static final int MOST_STREAMS = 512;
    private static final int RTP_HEADER = 12;
    private static final int RTCP_HEADER = 8;
    private static final Logger LOG = new LoggerImpl(SrtpSession.class.getName());

    private final SrtpContextFactory in;
    private final SrtpContextFactory out;
    private final int tagLength;
    private final SsrcTable<SrtpCryptoContext> rtpIn = new SsrcTable<>();
    private final SsrcTable<SrtpCryptoContext> rtpOut = new SsrcTable<>();
    private final SsrcTable<SrtcpCryptoContext> rtcpIn = new SsrcTable<>();
    private final SsrcTable<SrtcpCryptoContext> rtcpOut = new SsrcTable<>();
    private final PacketBuffer packet = new PacketBuffer();

    private SrtpSession(SrtpProfile profile, byte[] inKey, byte[] inSalt, byte[] outKey, byte[] outSalt) {
        SrtpPolicy policy = policy(profile);
        // A repeated packet on the same SSRC is a retransmission, not an attack on ourselves.
        policy.setSendReplayEnabled(false);
        SrtpPolicy controlPolicy = policy(profile);
        in = new SrtpContextFactory(false, inKey, inSalt, policy, controlPolicy, LOG);
        out = new SrtpContextFactory(true, outKey, outSalt, policy, controlPolicy, LOG);
        tagLength = profile == SrtpProfile.AEAD_AES_128_GCM ? 16 : 10;
    }

    /** What the client wrote is read, with the client's half of the keys. */
    public static SrtpSession ofServer(SrtpKeys keys) {
        return new SrtpSession(
                keys.profile(), keys.clientKey(), keys.clientSalt(), keys.serverKey(), keys.serverSalt());
    }

    public static SrtpSession ofClient(SrtpKeys keys) {
        return new SrtpSession(
                keys.profile(), keys.serverKey(), keys.serverSalt(), keys.clientKey(), keys.clientSalt());
    }

    /** Returns the plaintext's length, or why there is none. Total for any bytes. */
    public int unprotectRtp(byte[] data, int offset, int length) {
        if (!isRtp(data, offset, length - tagLength)) {
            return MALFORMED;
        }
        int ssrc = int32(data, offset + 8);
        try {
            SrtpCryptoContext context = rtpIn.get(ssrc);
            boolean fresh = context == null;
            if (context == null) {
                if (rtpIn.size() >= MOST_STREAMS) {
                    return TOO_MANY_STREAMS;
                }
                context = in.deriveContext(ssrc, 0);
            }
            SrtpErrorStatus status = context.reverseTransformPacket(packet.window(data, offset, length), false);
            if (status == SrtpErrorStatus.OK && fresh) {
                rtpIn.put(ssrc, context);
            }
            return result(status);
        } catch (GeneralSecurityException wrong) {
            return FORGED;
        }
    }

    public int unprotectRtcp(byte[] data, int offset, int length) {
        if (length < RTCP_HEADER + 4 + tagLength || (data[offset] & 0xC0) != 0x80) {
            return MALFORMED;
        }
        int ssrc = int32(data, offset + 4);
        try {
            SrtcpCryptoContext context = rtcpIn.get(ssrc);
            boolean fresh = context == null;
            if (context == null) {
                if (rtcpIn.size() >= MOST_STREAMS) {
                    return TOO_MANY_STREAMS;
                }
                context = in.deriveControlContext(ssrc);
            }
            SrtpErrorStatus status = context.reverseTransformPacket(packet.window(data, offset, length));
            if (status == SrtpErrorStatus.OK && fresh) {
                rtcpIn.put(ssrc, context);
            }
            return result(status);
        } catch (GeneralSecurityException wrong) {
            return FORGED;
        }
    }

    /** Returns the protected length; the array must have {@link #ROOM} behind the packet. The SSRC is the rewritten one. */
    public int protectRtp(byte[] data, int offset, int length) {
        int ssrc = int32(data, offset + 8);
        try {
            SrtpCryptoContext context = rtpOut.get(ssrc);
            if (context == null) {
                context = out.deriveContext(ssrc, 0);
                rtpOut.put(ssrc, context);
            }
            return result(context.transformPacket(packet.window(data, offset, length)));
        } catch (GeneralSecurityException bug) {
            throw new IllegalStateException(bug);
        }
    }

    public int protectRtcp(byte[] data, int offset, int length) {
        int ssrc = int32(data, offset + 4);
        try {
            SrtcpCryptoContext context = rtcpOut.get(ssrc);
            if (context == null) {
                context = out.deriveControlContext(ssrc);
                rtcpOut.put(ssrc, context);
            }
            return result(context.transformPacket(packet.window(data, offset, length)));
        } catch (GeneralSecurityException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private int result(SrtpErrorStatus status) {
        return switch (status) {
            case OK -> packet.getLength();
            case REPLAY_FAIL, REPLAY_OLD -> REPLAYED;
            case AUTH_FAIL, FAIL -> FORGED;
            case INVALID_PACKET -> MALFORMED;
        };
    }

    /** RFC 3550 §5.1: fixed header, CSRCs, and an extension that ends inside the packet. */
    private static boolean isRtp(byte[] data, int offset, int length) {
        if (length < RTP_HEADER || (data[offset] & 0xC0) != 0x80) {
            return false;
        }
        int header = RTP_HEADER + 4 * (data[offset] & 0x0F);
        if ((data[offset] & 0x10) == 0) {
            return length >= header;
        }
        if (length < header + 4) {
            return false;
        }
        int words = (data[offset + header + 2] & 0xFF) << 8 | (data[offset + header + 3] & 0xFF);
        return length >= header + 4 + 4 * words;
    }

    private static int int32(byte[] data, int at) {
        return (data[at] & 0xFF) << 24
                | (data[at + 1] & 0xFF) << 16
                | (data[at + 2] & 0xFF) << 8
                | (data[at + 3] & 0xFF);
    }

    private static SrtpPolicy policy(SrtpProfile profile) {
        return switch (profile) {
            case AEAD_AES_128_GCM ->
                new SrtpPolicy(SrtpPolicy.AESGCM_ENCRYPTION, 16, SrtpPolicy.NULL_AUTHENTICATION, 0, 16, 12);
            case AES128_CM_HMAC_SHA1_80 ->
                new SrtpPolicy(SrtpPolicy.AESCM_ENCRYPTION, 16, SrtpPolicy.HMACSHA1_AUTHENTICATION, 20, 10, 14);
        };
    }
}
