package chat.tertulia.node.srtp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * SRTP's AEAD_AES_128_GCM (RFC 7714) in one direction of one transport, in memory outside of the heap. One cipher context for
 * all its streams, because they share the session key: only the nonce changes. Owned by: the loop of its transport.
 */
final class AesGcm {
    static final int TAG = 16;

    private static final int KEY = 16;
    private static final int NONCE = 12;
    private static final ValueLayout.OfInt BIG_INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort BIG_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /** Nonce at 0, and a place at 16 where OpenSSL counts bytes that nobody reads. */
    private final MemorySegment memory = Arena.ofAuto().allocate(24, 8);

    private final int saltHead;
    private final int saltSsrc;
    private final int saltCycle;
    private final int saltSequence;
    private long context;

    AesGcm(byte[] masterKey, byte[] masterSalt, boolean encrypting) {
        byte[] key = KeyDerivation.derive(masterKey, masterSalt, KeyDerivation.RTP_ENCRYPTION, KEY);
        byte[] salt = KeyDerivation.derive(masterKey, masterSalt, KeyDerivation.RTP_SALT, NONCE);
        MemorySegment salted = MemorySegment.ofArray(salt);
        saltHead = salted.get(BIG_SHORT, 0);
        saltSsrc = salted.get(BIG_INT, 2);
        saltCycle = salted.get(BIG_INT, 6);
        saltSequence = salted.get(BIG_SHORT, 10);
        context = Libcrypto.newContext();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment keyMemory = arena.allocateFrom(ValueLayout.JAVA_BYTE, key);
            int done = Libcrypto.init(context, Libcrypto.aes128Gcm(), keyMemory.address(), 0, encrypting ? 1 : 0);
            keyMemory.fill((byte) 0);
            if (context == 0 || done != 1) {
                throw new IllegalStateException("OpenSSL made no AES-GCM context");
            }
        }
    }

    /** Encrypts in place what follows the header, and puts the tag behind it. */
    void seal(int ssrc, long index, long address, int header, int length) {
        begin(ssrc, index);
        long count = memory.address() + 16;
        int done = Libcrypto.update(context, 0, count, address, header);
        if (length > header) {
            done &= Libcrypto.update(context, address + header, count, address + header, length - header);
        }
        done &= Libcrypto.end(context, address + length, count);
        done &= Libcrypto.control(context, Libcrypto.GET_TAG, TAG, address + length);
        if (done != 1) {
            throw new IllegalStateException("OpenSSL did not encrypt");
        }
    }

    /** Decrypts in place; false when the tag is wrong, and then the bytes are worth nothing. Length without the tag. */
    boolean open(int ssrc, long index, long address, int header, int length) {
        begin(ssrc, index);
        long count = memory.address() + 16;
        int done = Libcrypto.control(context, Libcrypto.SET_TAG, TAG, address + length);
        done &= Libcrypto.update(context, 0, count, address, header);
        if (length > header) {
            done &= Libcrypto.update(context, address + header, count, address + header, length - header);
        }
        return (done & Libcrypto.end(context, address + length, count)) == 1;
    }

    /** RFC 7714 §8.1: two zero bytes, SSRC, roll-over counter, sequence number; all under the salt. */
    private void begin(int ssrc, long index) {
        if (context == 0) {
            throw new IllegalStateException("The session is closed");
        }
        memory.set(BIG_SHORT, 0, (short) saltHead);
        memory.set(BIG_INT, 2, ssrc ^ saltSsrc);
        memory.set(BIG_INT, 6, (int) (index >>> 16) ^ saltCycle);
        memory.set(BIG_SHORT, 10, (short) (index ^ saltSequence));
        if (Libcrypto.init(context, 0, 0, memory.address(), -1) != 1) {
            throw new IllegalStateException("OpenSSL took no nonce");
        }
    }

    void close() {
        long freed = context;
        context = 0;
        if (freed != 0) {
            Libcrypto.freeContext(freed);
        }
    }
}
