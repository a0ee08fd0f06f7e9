package chat.tertulia.node.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** SHA-256 of a certificate as SDP writes it (RFC 8122 §5): upper-case hex with colons. */
public record Fingerprint(String text) {
    private static final Pattern SHA_256 = Pattern.compile("([0-9A-F]{2}:){31}[0-9A-F]{2}");

    public static Fingerprint of(byte[] certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate);
            return new Fingerprint(HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    public static @Nullable Fingerprint parse(String text) {
        String upper = text.strip().toUpperCase(Locale.ROOT);
        return SHA_256.matcher(upper).matches() ? new Fingerprint(upper) : null;
    }
}
