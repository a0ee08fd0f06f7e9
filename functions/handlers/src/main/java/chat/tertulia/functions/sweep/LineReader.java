package chat.tertulia.functions.sweep;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Lines of bounded length, and the hash of all that was read before the present one. */
final class LineReader {
    /** A key has at most 1024 bytes; escaped in JSON six times as many, and a few words around it. */
    private static final int MAX_LINE = 8 * 1024;

    private final InputStream bytes;
    private final MessageDigest digest = sha256();
    private final byte[] line = new byte[MAX_LINE];
    private int length;

    LineReader(InputStream bytes) {
        this.bytes = new BufferedInputStream(bytes, 64 * 1024);
    }

    /** @return null at the end, and for a last line that has none or one that is too long: neither is a line */
    @Nullable
    String next() throws IOException {
        digest.update(line, 0, length);
        length = 0;
        for (int next = bytes.read(); next != -1; next = bytes.read()) {
            if (length == MAX_LINE) {
                return null;
            }
            line[length++] = (byte) next;
            if (next == '\n') {
                return new String(line, 0, length - 1, StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    boolean isAtEnd() throws IOException {
        return bytes.read() == -1;
    }

    /** Of every byte before the line that was returned last. */
    String hash() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
