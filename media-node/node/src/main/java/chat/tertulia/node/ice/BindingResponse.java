package chat.tertulia.node.ice;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import javax.crypto.Mac;

/** The answer to a binding request: XOR-MAPPED-ADDRESS, MESSAGE-INTEGRITY, FINGERPRINT (RFC 8489 §14). */
public final class BindingResponse {
    private BindingResponse() {}

    public static byte[] to(StunMessage request, InetSocketAddress from, Mac key) {
        byte[] address = from.getAddress().getAddress();
        byte[] id = request.transactionAndCookie();
        ByteBuffer out = ByteBuffer.allocate(StunMessage.HEADER + 8 + address.length + 24 + 8);
        out.putShort((short) StunMessage.BINDING_SUCCESS).putShort((short) (8 + address.length + 24));
        out.put(id);
        out.putShort((short) StunMessage.XOR_MAPPED_ADDRESS).putShort((short) (4 + address.length));
        out.putShort((short) (address.length == 4 ? 1 : 2));
        out.putShort((short) (from.getPort() ^ StunMessage.COOKIE >>> 16));
        for (int i = 0; i < address.length; i++) {
            out.put((byte) (address[i] ^ id[i]));
        }
        key.update(out.array(), 0, out.position());
        byte[] signature = key.doFinal();
        out.putShort((short) StunMessage.MESSAGE_INTEGRITY).putShort((short) signature.length);
        out.put(signature);
        out.putShort(2, (short) (out.capacity() - StunMessage.HEADER));
        CRC32 crc = new CRC32();
        crc.update(out.array(), 0, out.position());
        out.putShort((short) StunMessage.FINGERPRINT).putShort((short) 4);
        out.putInt((int) crc.getValue() ^ StunMessage.FINGERPRINT_XOR);
        return out.array();
    }
}
