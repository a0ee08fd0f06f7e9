package chat.tertulia.node.srtp;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The few functions of OpenSSL 3 (libcrypto, EVP) that AES-GCM needs. Pointers are plain addresses, so that a call makes no
 * object; calls are shorter than a microsecond, so they keep the thread's state (critical).
 */
final class Libcrypto {
    static final int GET_TAG = 0x10;
    static final int SET_TAG = 0x11;

    private static final Logger LOG = Logger.getLogger(Libcrypto.class.getName());
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong POINTER = ValueLayout.JAVA_LONG;
    private static final SymbolLookup SYMBOLS = SymbolLookup.libraryLookup("libcrypto.so.3", Arena.global());

    private static final MethodHandle AES_128_GCM = call("EVP_aes_128_gcm", POINTER);
    private static final MethodHandle NEW = call("EVP_CIPHER_CTX_new", POINTER);
    private static final MethodHandle FREE = free("EVP_CIPHER_CTX_free");
    private static final MethodHandle CTRL = call("EVP_CIPHER_CTX_ctrl", INT, POINTER, INT, INT, POINTER);
    private static final MethodHandle INIT =
            call("EVP_CipherInit_ex", INT, POINTER, POINTER, POINTER, POINTER, POINTER, INT);
    private static final MethodHandle UPDATE = call("EVP_CipherUpdate", INT, POINTER, POINTER, POINTER, POINTER, INT);
    private static final MethodHandle FINAL = call("EVP_CipherFinal_ex", INT, POINTER, POINTER, POINTER);

    private Libcrypto() {}

    /** Whether the library and all of the functions are here. */
    static boolean works() {
        try {
            return Bound.ALL;
        } catch (LinkageError missing) {
            LOG.log(Level.INFO, "libcrypto.so.3 cannot be bound: {0}", String.valueOf(missing.getCause()));
            return false;
        }
    }

    /** Loading this class loads the other one, in a place where it may fail. */
    private static final class Bound {
        static final boolean ALL = FINAL != null;
    }

    static long aes128Gcm() {
        try {
            return (long) AES_128_GCM.invokeExact();
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    static long newContext() {
        try {
            return (long) NEW.invokeExact();
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    static void freeContext(long context) {
        try {
            FREE.invokeExact(context);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    static int control(long context, int what, int size, long address) {
        try {
            return (int) CTRL.invokeExact(context, what, size, address);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** @param encrypting 1, 0, or -1 for as before */
    static int init(long context, long cipher, long key, long nonce, int encrypting) {
        try {
            return (int) INIT.invokeExact(context, cipher, 0L, key, nonce, encrypting);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    static int update(long context, long out, long outSize, long in, int size) {
        try {
            return (int) UPDATE.invokeExact(context, out, outSize, in, size);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** Not 1: the tag is wrong. */
    static int end(long context, long out, long outSize) {
        try {
            return (int) FINAL.invokeExact(context, out, outSize);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    private static MethodHandle call(String name, ValueLayout result, ValueLayout... parameters) {
        return handle(name, FunctionDescriptor.of(result, parameters));
    }

    private static MethodHandle free(String name) {
        return handle(name, FunctionDescriptor.ofVoid(POINTER));
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker()
                .downcallHandle(
                        SYMBOLS.find(name).orElseThrow(() -> new UnsatisfiedLinkError(name)),
                        descriptor,
                        Linker.Option.critical(false));
    }

    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException bug ? bug : new IllegalStateException(thrown);
    }
}
