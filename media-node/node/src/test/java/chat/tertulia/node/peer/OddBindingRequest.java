package chat.tertulia.node.peer;

import chat.tertulia.node.ice.BindingRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import javax.crypto.Mac;

/** Requests that no peer of ours sends. */
public final class OddBindingRequest {
    private OddBindingRequest() {}

    /** A user name and nothing else. */
    public static byte[] unsigned(String username) {
        return start(username);
    }

    /** As short as a signed request can be: neither priority nor role, which RFC 8445 §7.1 demands, nor fingerprint. */
    public static byte[] shortest(String username, String password) {
        byte[] name = start(username);
        ByteBuffer out = ByteBuffer.allocate(name.length + 24).put(name);
        out.putShort(2, (short) (out.capacity() - 20));
        Mac mac = BindingRequest.mac(password);
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
}
