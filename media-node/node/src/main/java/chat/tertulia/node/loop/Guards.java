package chat.tertulia.node.loop;

import chat.tertulia.node.udp.Endpoint;
import java.security.SecureRandom;

/**
 * How much of a loop's time strangers may take. Who has proved an address has buckets of its own in {@link Peer} and is not
 * counted here, so that a flood does not end calls. Addresses share buckets by a secret hash: the table never grows, and
 * nobody can choose whom to share one with. Owned by: the loop.
 */
final class Guards {
    /** Peers behind one address that join in the same second send some 20 checks each until one is answered. */
    static final int CHECKS_PER_SOURCE = 1000;

    /** Signatures of strangers that are verified, each about 2 µs. */
    static final int PROOFS = 10_000;

    /** A handshake costs about 1.2 ms of a core, off the loop; who must wait repeats its first flight. */
    static final int HANDSHAKES = 250;

    /** Media from addresses that nobody has proved, which is tried with the keys of those whose stream it may be. */
    static final int STRAYS = 200;

    private static final int SOURCES = 4096;

    private final long secret = new SecureRandom().nextLong();
    private final TokenBuckets sources;
    private final TokenBuckets proofs;
    private final TokenBuckets handshakes;
    private final TokenBuckets strays;

    Guards(long nowNs) {
        sources = new TokenBuckets(SOURCES, CHECKS_PER_SOURCE, 2 * CHECKS_PER_SOURCE, nowNs);
        proofs = new TokenBuckets(1, PROOFS, PROOFS, nowNs);
        handshakes = new TokenBuckets(1, HANDSHAKES, 2 * HANDSHAKES, nowNs);
        strays = new TokenBuckets(1, STRAYS, STRAYS, nowNs);
    }

    /** Whether a STUN message of somebody unknown is read at all. */
    boolean admitStranger(Endpoint source, long nowNs) {
        return sources.take(source.siteHash(secret) & (SOURCES - 1), nowNs);
    }

    /** Whether a signature of somebody unknown is verified. */
    boolean admitProof(long nowNs) {
        return proofs.take(0, nowNs);
    }

    boolean admitStray(long nowNs) {
        return strays.take(0, nowNs);
    }

    boolean admitHandshake(long nowNs) {
        return handshakes.take(0, nowNs);
    }
}
