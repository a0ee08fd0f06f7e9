package chat.tertulia.node.ice;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A connectivity check (RFC 8445 §7.2.2). */
public final class BindingRequest {
    /** RFC 8445 §16.1. */
    private static final short ICE_CONTROLLED = (short) 0x8029;

    private static final short ICE_CONTROLLING = (short) 0x802A;

    private BindingRequest() {}

    public static byte[] signed(String username, String password, boolean useCandidate) {
        return signed(username, password, ICE_CONTROLLING, useCandidate);
    }

    /** Of the side that does not choose. */
    public static byte[] controlled(String username, String password) {
        return signed(username, password, ICE_CONTROLLED, false);
    }

    private static byte[] signed(String username, String password, short role, boolean useCandidate) {
        byte[] name = username.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(512);
        byte[] id = new byte[12];
        ThreadLocalRandom.current().nextBytes(id);
        out.putShort((short) 1).putShort((short) 0).putInt(0x2112A442).put(id);
        out.putShort((short) 0x0006).putShort((short) name.length).put(name);
        while (out.position() % 4 != 0) {
            out.put((byte) 0);
        }
        out.putShort((short) 0x0024).putShort((short) 4).putInt(0x6E0001FF);
        out.putShort(role).putShort((short) 8).putLong(0x7FFFFFFFFFFFFFFFL);
        if (useCandidate) {
            out.putShort((short) 0x0025).putShort((short) 0);
        }
        out.putShort(2, (short) (out.position() - 20 + 24));
        Mac mac = mac(password);
        mac.update(out.array(), 0, out.position());
        out.putShort((short) 0x0008).putShort((short) 20).put(mac.doFinal());
        out.putShort(2, (short) (out.position() - 20 + 8));
        CRC32 crc = new CRC32();
        crc.update(out.array(), 0, out.position());
        out.putShort((short) 0x8028).putShort((short) 4).putInt((int) crc.getValue() ^ 0x5354554e);
        byte[] message = new byte[out.position()];
        out.flip().get(message);
        return message;
    }

    /** The key of a short-term credential (RFC 8489 §9.1.1). */
    public static Mac mac(String password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return mac;
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
