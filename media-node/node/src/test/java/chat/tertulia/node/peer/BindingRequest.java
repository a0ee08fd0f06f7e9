package chat.tertulia.node.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A connectivity check of the controlling side (RFC 8445 §7.2.2). */
public final class BindingRequest {
    private BindingRequest() {}

    public static byte[] signed(String username, String password, boolean useCandidate) {
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
        out.putShort((short) 0x802A).putShort((short) 8).putLong(0x7FFFFFFFFFFFFFFFL);
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

    /** A user name and nothing else. */
    public static byte[] unsigned(String username) {
        return start(username);
    }

    /** As short as a signed request can be: neither priority nor role, which RFC 8445 §7.1 demands, nor fingerprint. */
    public static byte[] shortest(String username, String password) {
        byte[] name = start(username);
        ByteBuffer out = ByteBuffer.allocate(name.length + 24).put(name);
        out.putShort(2, (short) (out.capacity() - 20));
        Mac mac = mac(password);
        mac.update(out.array(), 0, out.position());
        return out.putShort((short) 0x0008)
                .putShort((short) 20)
                .put(mac.doFinal())
                .array();
    }

    private static byte[] start(String username) {
        byte[] name = username.getBytes(StandardCharsets.UTF_8);
        int padded = name.length + 3 & ~3;
        ByteBuffer out = ByteBuffer.allocate(24 + padded);
        out.putShort((short) 1).putShort((short) (4 + padded)).putInt(0x2112A442);
        out.putLong(ThreadLocalRandom.current().nextLong()).putInt(7);
        return out.putShort((short) 0x0006)
                .putShort((short) name.length)
                .put(name)
                .array();
    }

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
