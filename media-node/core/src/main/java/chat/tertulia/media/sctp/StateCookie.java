package chat.tertulia.media.sctp;

import chat.tertulia.media.rtp.NetworkOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The state cookie, RFC 9260 §5.1.3: what the association will be, signed, kept by the peer until it comes back. Nothing is
 * kept here for an INIT.
 */
final class StateCookie {
    static final int BYTES = 80;
    private static final int SIGNED = 48;
    private static final int BLOCK = 64;

    /**
     * @param tieLocal and {@code tiePeer}: tags of the association that was there when the INIT came, or 0 (§5.2.2)
     * @param zeroChecksum the peer takes packets without a checksum
     */
    record Content(
            int localTag,
            int peerTag,
            int localTsn,
            int peerTsn,
            int peerWindow,
            int peerStreams,
            boolean partial,
            boolean zeroChecksum,
            int tieLocal,
            int tiePeer) {}

    private final byte[] inner = new byte[BLOCK];
    private final byte[] outer = new byte[BLOCK];
    private final MessageDigest digest;

    StateCookie(RandomGenerator random) {
        byte[] key = new byte[BLOCK];
        random.nextBytes(key);
        for (int i = 0; i < BLOCK; i++) {
            inner[i] = (byte) (key[i] ^ 0x36);
            outer[i] = (byte) (key[i] ^ 0x5c);
        }
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    byte[] seal(Content content, long nowNs) {
        byte[] cookie = new byte[BYTES];
        NetworkOrder.put32(cookie, 0, (int) (nowNs >> 32));
        NetworkOrder.put32(cookie, 4, (int) nowNs);
        NetworkOrder.put32(cookie, 8, content.localTag());
        NetworkOrder.put32(cookie, 12, content.peerTag());
        NetworkOrder.put32(cookie, 16, content.localTsn());
        NetworkOrder.put32(cookie, 20, content.peerTsn());
        NetworkOrder.put32(cookie, 24, content.peerWindow());
        NetworkOrder.put32(cookie, 28, content.peerStreams());
        NetworkOrder.put32(cookie, 32, (content.partial() ? 1 : 0) | (content.zeroChecksum() ? 2 : 0));
        NetworkOrder.put32(cookie, 36, content.tieLocal());
        NetworkOrder.put32(cookie, 40, content.tiePeer());
        System.arraycopy(mac(cookie, 0), 0, cookie, SIGNED, BYTES - SIGNED);
        return cookie;
    }

    /** Null when it is none of ours, or too old. */
    @Nullable
    Content open(byte[] bytes, int at, int length, long nowNs) {
        if (length != BYTES
                || !MessageDigest.isEqual(mac(bytes, at), Arrays.copyOfRange(bytes, at + SIGNED, at + BYTES))) {
            return null;
        }
        long madeNs = (NetworkOrder.u32(bytes, at) << 32) | NetworkOrder.u32(bytes, at + 4);
        if (nowNs - madeNs > SctpSettings.COOKIE_LIFE_NS) {
            return null;
        }
        int flags = NetworkOrder.i32(bytes, at + 32);
        return new Content(
                NetworkOrder.i32(bytes, at + 8),
                NetworkOrder.i32(bytes, at + 12),
                NetworkOrder.i32(bytes, at + 16),
                NetworkOrder.i32(bytes, at + 20),
                NetworkOrder.i32(bytes, at + 24),
                NetworkOrder.i32(bytes, at + 28),
                (flags & 1) != 0,
                (flags & 2) != 0,
                NetworkOrder.i32(bytes, at + 36),
                NetworkOrder.i32(bytes, at + 40));
    }

    /** HMAC-SHA-256, RFC 2104. */
    private byte[] mac(byte[] bytes, int at) {
        digest.update(inner);
        digest.update(bytes, at, SIGNED);
        byte[] first = digest.digest();
        digest.update(outer);
        return digest.digest(first);
    }
}
