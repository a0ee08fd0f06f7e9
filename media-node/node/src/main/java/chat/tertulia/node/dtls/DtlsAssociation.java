package chat.tertulia.node.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The DTLS association of one transport. Bouncy Castle blocks, so it has a virtual thread of its own; datagrams reach it
 * through a bounded queue and leave through the listener. The thread stays after the handshake: it repeats the last flight
 * when the peer lost it, takes application data, and hears the peer's close. What goes out has a thread of its own, begun with
 * the first of it: Bouncy Castle guards its records, and the reader sleeps in its receive.
 */
public final class DtlsAssociation {
    private static final int WAITING = 128;
    private static final int WAITING_OUT = 256;
    private static final int IDLE_MILLIS = 60_000;
    private static final byte[] END = new byte[0];

    /** What an association has to say, from its own thread. */
    public interface Listener {
        void send(byte[] datagram);

        /** @param keys null when the peer wants no SRTP: then there is data only */
        void established(@Nullable SrtpKeys keys);

        /** Application data, decrypted; the array is the listener's. */
        void data(byte[] packet);

        /** Refused, timed out, or closed by the peer. The last word. */
        void ended(Reason reason);
    }

    public enum Reason {
        TIMEOUT,
        REFUSED,
        CLOSED_BY_PEER
    }

    private final Listener listener;
    private final PassiveServer server;
    private final DatagramQueue arrived;
    private final BlockingQueue<byte[]> leaving = new ArrayBlockingQueue<>(WAITING_OUT);
    private final AtomicBoolean sending = new AtomicBoolean();
    private volatile @Nullable DTLSTransport transport;

    private DtlsAssociation(PassiveServer server, Listener listener) {
        this.server = server;
        this.listener = listener;
        this.arrived = new DatagramQueue(WAITING, listener::send);
    }

    public static DtlsAssociation start(
            NodeCertificate certificate, Fingerprint expected, int deadlineMillis, Listener listener) {
        DtlsAssociation association =
                new DtlsAssociation(new PassiveServer(certificate, expected, deadlineMillis), listener);
        Thread.ofVirtual().name("dtls").start(association::run);
        return association;
    }

    /** A full queue drops: DTLS repeats. So does a datagram that asks for more memory than it may. */
    public void receive(byte[] data, int length) {
        if (!HandshakeBounds.hold(data, length)) {
            return;
        }
        byte[] copy = new byte[length];
        System.arraycopy(data, 0, copy, 0, length);
        arrived.add(copy);
    }

    /**
     * Application data to the peer, in the caller's order; the array is the association's from now on. A full queue drops, as
     * a path does.
     *
     * @return false when it was dropped
     */
    public boolean send(byte[] packet) {
        DTLSTransport up = transport;
        if (arrived.isCut() || up == null) {
            return false;
        }
        boolean taken = leaving.offer(packet);
        if (sending.compareAndSet(false, true)) {
            Thread.ofVirtual().name("dtls-out").start(() -> sendAll(up));
        }
        return taken;
    }

    private void sendAll(DTLSTransport up) {
        try {
            for (byte[] next = leaving.take(); !arrived.isCut() && next.length > 0; next = leaving.take()) {
                up.send(next, 0, next.length);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException over) {
            leaving.clear(); // the reader reports the end
        }
    }

    /** Datagrams that have not been read. */
    int waiting() {
        return arrived.waiting();
    }

    /** Idempotent. Nothing is reported afterwards. */
    public void close() {
        arrived.cut();
        leaving.clear();
        var _ = leaving.offer(END);
    }

    private void run() {
        Reason reason = Reason.REFUSED;
        try {
            DTLSTransport up = new DTLSServerProtocol().accept(server, arrived);
            transport = up;
            if (server.completed() && !arrived.isCut()) {
                listener.established(server.keys());
                listen(up);
                reason = Reason.CLOSED_BY_PEER;
            }
        } catch (TlsTimeoutException late) {
            reason = Reason.TIMEOUT;
        } catch (IOException refused) {
            reason = server.completed() ? Reason.CLOSED_BY_PEER : Reason.REFUSED;
        }
        if (!arrived.isCut()) {
            close();
            listener.ended(reason);
        }
    }

    /** Until the peer closes. */
    private void listen(DTLSTransport up) throws IOException {
        byte[] data = new byte[up.getReceiveLimit()];
        while (!arrived.isCut()) {
            int size = up.receive(data, 0, data.length, IDLE_MILLIS);
            if (size > 0 && !arrived.isCut()) {
                listener.data(Arrays.copyOf(data, size));
            }
        }
    }
}
