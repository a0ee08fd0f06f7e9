package chat.tertulia.node.srtp;

import chat.tertulia.node.dtls.SrtpKeys;
import chat.tertulia.node.dtls.SrtpProfile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes the sessions of one loop. Which engine it is was decided at the start: TERTULIA_NODE_SRTP. Owned by: one loop. */
public final class SrtpEngine {
    /** What may be asked for. */
    public enum Choice {
        /** OpenSSL where it is found, else the reference. */
        AUTO,
        /** AES-GCM by OpenSSL's EVP, without garbage. */
        EVP,
        /** The reference: jitsi-srtp. */
        JITSI
    }

    private static final Logger LOG = Logger.getLogger(SrtpEngine.class.getName());

    private final @Nullable MemorySegment scratch;

    private SrtpEngine(@Nullable MemorySegment scratch) {
        this.scratch = scratch;
    }

    public static SrtpEngine of(Choice choice) {
        boolean evp = choice == Choice.EVP || (choice == Choice.AUTO && Libcrypto.works());
        if (evp && !Libcrypto.works()) {
            throw new IllegalArgumentException("TERTULIA_NODE_SRTP: libcrypto.so.3 is not there");
        }
        LOG.log(Level.INFO, "SRTP is by {0}", evp ? "OpenSSL EVP (AES-GCM) and jitsi-srtp (the rest)" : "jitsi-srtp");
        return new SrtpEngine(evp ? Arena.ofAuto().allocate(EvpSession.SCRATCH, 64) : null);
    }

    /** What the client wrote is read, with the client's half of the keys. */
    public SrtpSession ofServer(SrtpKeys keys) {
        MemorySegment evp = scratch;
        return evp == null || keys.profile() != SrtpProfile.AEAD_AES_128_GCM
                ? SrtpSession.ofServer(keys)
                : new EvpSession(keys, true, evp);
    }
}
