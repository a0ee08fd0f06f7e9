package chat.tertulia.node.peer;

import chat.tertulia.node.dtls.ActiveClient;
import chat.tertulia.node.dtls.NodeCertificate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DatagramTransport;

/** DTLS in plaintext, as anybody can write it (RFC 6347 §4.1, §4.2.2). */
public final class DtlsRecords {
    public static final int ALERT = 21;
    public static final int HANDSHAKE = 22;
    public static final int CLIENT_HELLO = 1;

    /** A record number that comes twice is dropped as a replay; these are above those of any client under test. */
    private static final AtomicInteger NUMBERS = new AtomicInteger(1000);

    private static final int RECORD_HEADER = 13;
    private static final int FRAGMENT_HEADER = 12;

    private DtlsRecords() {}

    /** What a client says before anybody answers, in one datagram. */
    public static byte[] clientHello() {
        List<byte[]> sent = new ArrayList<>();
        try {
            var _ = new DTLSClientProtocol()
                    .connect(new ActiveClient(NodeCertificate.create(), new int[] {1, 7}), new Deaf(sent));
        } catch (IOException unanswered) {
            // As intended.
        }
        return sent.getFirst();
    }

    public static byte[] record(int type, byte[] content) {
        ByteBuffer out = ByteBuffer.allocate(RECORD_HEADER + content.length);
        out.put((byte) type).putShort((short) 0xFEFD).putShort((short) 0).putShort((short) 0);
        return out.putInt(NUMBERS.incrementAndGet())
                .putShort((short) content.length)
                .put(content)
                .array();
    }

    /** One fragment of a message that says to be so long. */
    public static byte[] fragment(int type, int messageLength, int sequence, int offset, byte[] content) {
        ByteBuffer out = ByteBuffer.allocate(FRAGMENT_HEADER + content.length);
        out.putInt((type << 24) | messageLength).putShort((short) sequence);
        out.put((byte) (offset >> 16)).putShort((short) offset);
        out.put((byte) (content.length >> 16)).putShort((short) content.length);
        return record(HANDSHAKE, out.put(content).array());
    }

    public static byte[] together(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }

    /** The body of the one message in a datagram. */
    public static byte[] body(byte[] datagram) {
        return Arrays.copyOfRange(datagram, RECORD_HEADER + FRAGMENT_HEADER, datagram.length);
    }

    private record Deaf(List<byte[]> sent) implements DatagramTransport {
        @Override
        public int getReceiveLimit() {
            return 1500;
        }

        @Override
        public int getSendLimit() {
            return 1200;
        }

        @Override
        public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
            throw new IOException("nobody answers");
        }

        @Override
        public void send(byte[] buffer, int offset, int length) {
            sent.add(Arrays.copyOfRange(buffer, offset, offset + length));
        }

        @Override
        public void close() {}
    }
}
