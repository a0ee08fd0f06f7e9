package chat.tertulia.bench.load;

import chat.tertulia.node.dtls.NodeCertificate;
import chat.tertulia.node.dtls.SrtpKeys;
import chat.tertulia.node.dtls.SrtpProfile;
import chat.tertulia.node.peer.ActiveClient;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DatagramTransport;

/** The DTLS client of one peer. It offers one SRTP profile only, so that the other side has no choice. */
final class Handshake {
    private static final int WAITING = 64;

    /** Sends a datagram. */
    interface Out {
        void send(byte[] data, int length);
    }

    private final NodeCertificate certificate;
    private final BlockingQueue<byte[]> arrived = new ArrayBlockingQueue<>(WAITING);
    private volatile boolean closed;

    Handshake(NodeCertificate certificate) {
        this.certificate = certificate;
    }

    String fingerprint() {
        return certificate.fingerprint().text();
    }

    /** What is too much is dropped: DTLS repeats. */
    void take(byte[] datagram) {
        var _ = arrived.offer(datagram);
    }

    void close() {
        closed = true;
    }

    SrtpKeys shake(SrtpProfile profile, Out out) throws IOException {
        ActiveClient client = new ActiveClient(certificate, new int[] {profile.code()});
        var _ = new DTLSClientProtocol().connect(client, new Transport(out));
        SrtpKeys keys = client.keys();
        if (keys == null) {
            throw new IOException("The other side did not take the SRTP profile " + profile);
        }
        return keys;
    }

    private final class Transport implements DatagramTransport {
        private final Out out;

        Transport(Out out) {
            this.out = out;
        }

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
            try {
                byte[] next = arrived.poll(waitMillis, TimeUnit.MILLISECONDS);
                if (closed) {
                    throw new IOException("closed");
                }
                if (next == null) {
                    return -1;
                }
                int size = Math.min(length, next.length);
                System.arraycopy(next, 0, buffer, offset, size);
                return size;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }

        @Override
        public void send(byte[] buffer, int offset, int length) {
            byte[] copy = new byte[length];
            System.arraycopy(buffer, offset, copy, 0, length);
            out.send(copy, length);
        }

        @Override
        public void close() {
            // The socket is the peer's.
        }
    }
}
