package chat.tertulia.node.srtp;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.JitsiOpenSslProvider;
import org.jspecify.annotations.Nullable;

/**
 * Which AES the SRTP library uses, for the whole process. Left alone it measures at start-up, and on a busy machine may
 * choose one that is 14 times slower; so the choice is made here, before the first context, and the slow one is never taken.
 */
public enum AesEngine {
    OPENSSL("org.jitsi.srtp.crypto.Aes$OpenSSLCipherFactory"),
    SUN_JCE("org.jitsi.srtp.crypto.Aes$SunJCECipherFactory");

    private static final Logger LOG = Logger.getLogger(AesEngine.class.getName());

    private final String factory;

    AesEngine(String factory) {
        this.factory = factory;
    }

    private static @Nullable AesEngine pinned;

    /** The native one where it loads, unless a choice was made before. */
    public static AesEngine pinBest() {
        return pin(openSslLoads() ? OPENSSL : SUN_JCE);
    }

    /** Returns what is live: the first call of a process decides, since the library remembers its choice. */
    public static synchronized AesEngine pin(AesEngine wanted) {
        AesEngine live = pinned;
        if (live != null) {
            return live;
        }
        pinned = wanted;
        Aes.setFactoryClassName(wanted.factory);
        LOG.log(Level.INFO, "SRTP uses AES of {0}", wanted.name());
        return wanted;
    }

    private static boolean openSslLoads() {
        try {
            return JitsiOpenSslProvider.isLoaded();
        } catch (LinkageError noNativeAccess) {
            LOG.log(Level.WARNING, "Native AES does not load", noNativeAccess);
            return false;
        }
    }
}
