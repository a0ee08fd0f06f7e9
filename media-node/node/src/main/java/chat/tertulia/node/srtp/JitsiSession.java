package chat.tertulia.node.srtp;

import chat.tertulia.media.rewrite.PlainPacket;
import chat.tertulia.node.dtls.SrtpProfile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;

/**
 * The reference: jitsi-srtp, all profiles, SRTP and SRTCP. Works in arrays; AES is pinned by {@link AesEngine}.
 */
final class JitsiSession implements SrtpSession {
    private static final int RTCP_HEADER = 8;
    private static final int LONGEST = 2048;
    private static final Logger LOG = new LoggerImpl(JitsiSession.class.getName());

    private final SrtpContextFactory in;
    private final SrtpContextFactory out;
    private final int tagLength;
    private final boolean once;
    private final byte[] scratch = new byte[LONGEST];
    private final SsrcTable<StreamIndex> indices = new SsrcTable<>();
    private final SsrcTable<SrtpCryptoContext> rtpIn = new SsrcTable<>();
    private final SsrcTable<SrtpCryptoContext> rtpOut = new SsrcTable<>();
    private final SsrcTable<SrtcpCryptoContext> rtcpIn = new SsrcTable<>();
    private final SsrcTable<SrtcpCryptoContext> rtcpOut = new SsrcTable<>();
    private final PacketBuffer packet = new PacketBuffer();

    JitsiSession(SrtpProfile profile, byte[] inKey, byte[] inSalt, byte[] outKey, byte[] outSalt) {
        SrtpPolicy policy = policy(profile);
        // The library's window for what goes out is 64 packets, too short for repairs: we keep account ourselves.
        policy.setSendReplayEnabled(false);
        SrtpPolicy controlPolicy = policy(profile);
        in = new SrtpContextFactory(false, inKey, inSalt, policy, controlPolicy, LOG);
        out = new SrtpContextFactory(true, outKey, outSalt, policy, controlPolicy, LOG);
        once = profile == SrtpProfile.AEAD_AES_128_GCM;
        tagLength = once ? 16 : 10;
    }

    @Override
    public boolean heard(int ssrc) {
        return rtpIn.get(ssrc) != null || rtcpIn.get(ssrc) != null;
    }

    @Override
    public int unprotectRtp(byte[] data, int offset, int length) {
        if (RtpPacketHeader.length(data, offset, length - tagLength) < 0) {
            return MALFORMED;
        }
        int ssrc = RtpPacketHeader.ssrc(data, offset);
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

    @Override
    public int unprotectRtcp(byte[] data, int offset, int length) {
        if (length < RTCP_HEADER + 4 + tagLength || (data[offset] & 0xC0) != 0x80) {
            return MALFORMED;
        }
        int ssrc = RtpPacketHeader.int32(data, offset + 4);
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

    @Override
    public int protectRtp(PlainPacket packet, MemorySegment out, long at) {
        int size = protectRtp(scratch, 0, packet.copyTo(scratch, 0));
        if (size > 0) {
            MemorySegment.copy(scratch, 0, out, ValueLayout.JAVA_BYTE, at, size);
        }
        return size;
    }

    @Override
    public int protectRtp(byte[] data, int offset, int length) {
        int ssrc = RtpPacketHeader.ssrc(data, offset);
        try {
            SrtpCryptoContext context = rtpOut.get(ssrc);
            if (context == null) {
                if (rtpOut.size() >= MOST_STREAMS) {
                    return TOO_MANY_STREAMS;
                }
                context = out.deriveContext(ssrc, 0);
                rtpOut.put(ssrc, context);
                indices.put(ssrc, new StreamIndex());
            }
            return firstTime(ssrc, RtpPacketHeader.sequence(data, offset))
                    ? result(context.transformPacket(packet.window(data, offset, length)))
                    : REPEATED;
        } catch (GeneralSecurityException bug) {
            throw new IllegalStateException(bug);
        }
    }

    /**
     * With GCM a nonce must never serve two packets, not even two that differ in their header only: whoever sees both can compute
     * the key of the hash and forge (RFC 7714 §13.1 and its references). With CM the same payload may leave again.
     */
    private boolean firstTime(int ssrc, int sequence) {
        StreamIndex stream = indices.get(ssrc);
        if (!once || stream == null) {
            return true;
        }
        long index = stream.guess(sequence);
        boolean fresh = stream.fresh(index);
        if (fresh) {
            stream.use(index);
        }
        return fresh;
    }

    @Override
    public int protectRtcp(byte[] data, int offset, int length) {
        int ssrc = RtpPacketHeader.int32(data, offset + 4);
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

    private static SrtpPolicy policy(SrtpProfile profile) {
        return switch (profile) {
            case AEAD_AES_128_GCM ->
                new SrtpPolicy(SrtpPolicy.AESGCM_ENCRYPTION, 16, SrtpPolicy.NULL_AUTHENTICATION, 0, 16, 12);
            case AES128_CM_HMAC_SHA1_80 ->
                new SrtpPolicy(SrtpPolicy.AESCM_ENCRYPTION, 16, SrtpPolicy.HMACSHA1_AUTHENTICATION, 20, 10, 14);
        };
    }

    @Override
    public void close() {
        // All of it is the collector's.
    }
}
