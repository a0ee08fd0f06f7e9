package chat.tertulia.node.dtls;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bouncycastle.tls.DatagramTransport;

/**
 * Two ends in one process without time: when both wait and nothing is under way, a timer would be next, and the wire is cut
 * instead.
 */
final class Wire {
    private final HandshakeTarget.Tamper tamper;
    private final Deque<byte[]> toClient = new ArrayDeque<>();
    private final Deque<byte[]> toServer = new ArrayDeque<>();
    private int waiting;
    private boolean cut;

    Wire(HandshakeTarget.Tamper tamper) {
        this.tamper = tamper;
    }

    DatagramTransport client() {
        return new End(toClient, toServer, true);
    }

    DatagramTransport server() {
        return new End(toServer, toClient, false);
    }

    synchronized void gone() {
        cut = true;
        notifyAll();
    }

    private synchronized byte[] take(Deque<byte[]> arrived) throws IOException {
        waiting++;
        try {
            while (arrived.isEmpty()) {
                if (cut || (waiting == 2 && toClient.isEmpty() && toServer.isEmpty())) {
                    gone();
                    throw new IOException("cut");
                }
                wait();
            }
            return arrived.removeFirst();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        } finally {
            waiting--;
        }
    }

    private synchronized void put(Deque<byte[]> queue, byte[] datagram, boolean tampered) {
        if (tampered) {
            for (byte[] arriving : tamper.of(datagram)) {
                if (HandshakeBounds.hold(arriving, arriving.length)) {
                    queue.add(arriving);
                }
            }
        } else {
            queue.add(datagram);
        }
        notifyAll();
    }

    private final class End implements DatagramTransport {
        private final Deque<byte[]> in;
        private final Deque<byte[]> out;
        private final boolean tampered;

        End(Deque<byte[]> in, Deque<byte[]> out, boolean tampered) {
            this.in = in;
            this.out = out;
            this.tampered = tampered;
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
            byte[] next = take(in);
            int size = Math.min(length, next.length);
            System.arraycopy(next, 0, buffer, offset, size);
            return size;
        }

        @Override
        public void send(byte[] buffer, int offset, int length) {
            byte[] copy = new byte[length];
            System.arraycopy(buffer, offset, copy, 0, length);
            put(out, copy, tampered);
        }

        @Override
        public void close() {
            gone();
        }
    }
}
