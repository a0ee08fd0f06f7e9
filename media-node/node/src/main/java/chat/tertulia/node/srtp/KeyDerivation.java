package chat.tertulia.node.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Session keys from a master key and salt (RFC 3711 §4.3, key derivation rate 0): AES in counter mode over the salt with a label
 * in it. A salt of 96 bits stands left in the 112 bits that the function takes (RFC 7714 §11).
 */
final class KeyDerivation {
    static final int RTP_ENCRYPTION = 0;
    static final int RTP_SALT = 2;

    private static final int LABEL_AT = 7;

    private KeyDerivation() {}

    static byte[] derive(byte[] masterKey, byte[] masterSalt, int label, int length) {
        byte[] counter = Arrays.copyOf(masterSalt, 16);
        counter[LABEL_AT] ^= (byte) label;
        try {
            Cipher aes = Cipher.getInstance("AES/CTR/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(masterKey, "AES"), new IvParameterSpec(counter));
            return aes.doFinal(new byte[length]);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
