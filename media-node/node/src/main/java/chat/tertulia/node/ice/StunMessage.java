package chat.tertulia.node.ice;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * A STUN message (RFC 8489 §5) as far as a binding check needs it. Total: anything else parses to null.
 *
 * <pre>
 *  0                   1                   2                   3
 * |0 0|     STUN Message Type     |         Message Length        |
 * |                         Magic Cookie                          |
 * |                     Transaction ID (96 bits)                  |
 * </pre>
 */
public final class StunMessage {
    static final int HEADER = 20;
    private static final int ID_AT = 8;
    static final int COOKIE = 0x2112A442;
    static final int BINDING_REQUEST = 0x0001;
    static final int BINDING_SUCCESS = 0x0101;
    static final int BINDING_ERROR = 0x0111;
    static final int USERNAME = 0x0006;
    static final int MESSAGE_INTEGRITY = 0x0008;
    static final int XOR_MAPPED_ADDRESS = 0x0020;
    static final int USE_CANDIDATE = 0x0025;
    static final int FINGERPRINT = 0x8028;
    static final int FINGERPRINT_XOR = 0x5354554e;
    static final int INTEGRITY_LENGTH = 20;
    private static final int LONGEST_USERNAME = 513;

    private final byte[] data;
    private final int length;
    private final int type;
    private @Nullable String username;
    private boolean useCandidate;
    private int integrityAt = -1;

    private StunMessage(byte[] data, int length) {
        this.data = data;
        this.length = length;
        this.type = unsigned16(0);
    }

    /** The message is a view: valid as long as the array keeps its content. */
    public static @Nullable StunMessage parse(byte[] data, int length) {
        if (length < HEADER || length > data.length || (data[0] & 0xC0) != 0) {
            return null;
        }
        StunMessage message = new StunMessage(data, length);
        if (message.int32(4) != COOKIE || message.unsigned16(2) != length - HEADER || (length & 3) != 0) {
            return null;
        }
        return message.readAttributes() ? message : null;
    }

    public boolean isBindingRequest() {
        return type == BINDING_REQUEST;
    }

    public boolean isBindingResponse() {
        return type == BINDING_SUCCESS || type == BINDING_ERROR;
    }

    public boolean isSuccess() {
        return type == BINDING_SUCCESS;
    }

    /** Whether it has the transaction of that request. */
    public boolean answers(byte[] request) {
        return Arrays.equals(data, ID_AT, HEADER, request, ID_AT, HEADER);
    }

    /** Our half of USERNAME: what comes before the colon in a request (RFC 8445 §7.2.2). */
    public @Nullable String localUfrag() {
        String name = username;
        int colon = name == null ? -1 : name.indexOf(':');
        return name == null || colon < 1 ? null : name.substring(0, colon);
    }

    /** The controlling side chose the pair on which this came (RFC 8445 §7.3.1.5). */
    public boolean useCandidate() {
        return useCandidate;
    }

    /** RFC 8489 §14.5: HMAC-SHA1 over all before the attribute, with the length as if it were the last one. */
    public boolean signedBy(Mac key) {
        if (integrityAt < 0) {
            return false;
        }
        int signed = integrityAt - HEADER + 4 + INTEGRITY_LENGTH;
        key.update(data, 0, 2);
        key.update((byte) (signed >> 8));
        key.update((byte) signed);
        key.update(data, 4, integrityAt - 4);
        byte[] expected = key.doFinal();
        byte[] found = new byte[INTEGRITY_LENGTH];
        System.arraycopy(data, integrityAt + 4, found, 0, INTEGRITY_LENGTH);
        return MessageDigest.isEqual(expected, found);
    }

    /** An answer may not be longer than what it answers, or whoever forges a source address is lent our bandwidth. */
    public boolean affords(byte[] answer) {
        return answer.length <= length;
    }

    byte[] transactionAndCookie() {
        byte[] id = new byte[16];
        System.arraycopy(data, 4, id, 0, 16);
        return id;
    }

    private boolean readAttributes() {
        int at = HEADER;
        while (at + 4 <= length) {
            int attribute = unsigned16(at);
            int size = unsigned16(at + 2);
            int next = at + 4 + (size + 3 & ~3);
            if (next > length) {
                return false;
            }
            if (attribute == FINGERPRINT) {
                return size == 4 && next == length && int32(at + 4) == fingerprint(at);
            }
            // Attributes behind MESSAGE-INTEGRITY are not covered by it and must be ignored.
            if (integrityAt < 0 && !read(attribute, at, size)) {
                return false;
            }
            at = next;
        }
        return at == length;
    }

    private boolean read(int attribute, int at, int size) {
        switch (attribute) {
            case USERNAME -> {
                if (size > LONGEST_USERNAME) {
                    return false;
                }
                username = new String(data, at + 4, size, StandardCharsets.UTF_8);
            }
            case USE_CANDIDATE -> useCandidate = true;
            case MESSAGE_INTEGRITY -> {
                if (size != INTEGRITY_LENGTH) {
                    return false;
                }
                integrityAt = at;
            }
            default -> {}
        }
        return true;
    }

    private int fingerprint(int at) {
        CRC32 crc = new CRC32();
        crc.update(data, 0, at);
        return (int) crc.getValue() ^ FINGERPRINT_XOR;
    }

    private int unsigned16(int at) {
        return (data[at] & 0xFF) << 8 | (data[at + 1] & 0xFF);
    }

    private int int32(int at) {
        return unsigned16(at) << 16 | unsigned16(at + 2);
    }
}
