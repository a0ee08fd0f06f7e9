package chat.tertulia.node.dtls;

import java.io.IOException;
import java.util.function.Consumer;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.jspecify.annotations.Nullable;

/** The browser's side of an association, for whoever plays one: the rehearsal, tests, load. */
public final class DtlsClient {
    private static final int WAITING = 1024;

    private final NodeCertificate certificate;
    private final DatagramQueue queue;
    private volatile @Nullable DTLSTransport transport;

    /** @param out takes each datagram to the other side, on the thread that shakes or sends */
    public DtlsClient(NodeCertificate certificate, Consumer<byte[]> out) {
        this.certificate = certificate;
        this.queue = new DatagramQueue(WAITING, out);
    }

    public String fingerprint() {
        return certificate.fingerprint().text();
    }

    /** The array is the client's from now on. What is too much is dropped: DTLS repeats. */
    public void take(byte[] datagram) {
        queue.add(datagram);
    }

    /** No datagram has come that nobody has read. */
    public boolean isSilent() {
        return queue.waiting() == 0;
    }

    /**
     * Blocks until the handshake has ended.
     *
     * @param profiles codes of SRTP profiles in the order of preference; none for data only
     * @return null when none was chosen
     */
    public @Nullable SrtpKeys shake(int... profiles) throws IOException {
        ActiveClient client = new ActiveClient(certificate, profiles);
        transport = new DTLSClientProtocol().connect(client, queue);
        return client.keys();
    }

    /** For application data; present after the handshake. */
    public DTLSTransport transport() {
        DTLSTransport open = transport;
        if (open == null) {
            throw new IllegalStateException("Not connected");
        }
        return open;
    }

    /** Nothing more in or out, without a word to the other side. */
    public void cut() {
        queue.cut();
    }
}
