package chat.tertulia.node.dtls;

import chat.tertulia.fuzz.FuzzInput;
import java.io.IOException;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DatagramTransport;

/** Datagrams of somebody who has a verified address and nothing else. */
public final class DtlsTarget {
    private static final int MOST_DATAGRAMS = 32;
    private static final int DEADLINE_MILLIS = 10_000;

    static final NodeCertificate NODE = NodeCertificate.create();
    private static final Fingerprint NOBODY = Fingerprint.of(new byte[] {1});

    private DtlsTarget() {}

    public static void run(byte[] data) {
        try {
            var _ = new DTLSServerProtocol()
                    .accept(new PassiveServer(NODE, NOBODY, DEADLINE_MILLIS), new Script(new FuzzInput(data)));
            throw new IllegalStateException("Nobody was let in");
        } catch (IOException refused) {
            // What became of it, one way or another.
        }
    }

    /** As {@link DtlsAssociation} hands them on; at the end of the input the association is closed. */
    private static final class Script implements DatagramTransport {
        private final FuzzInput input;
        private int taken;

        Script(FuzzInput input) {
            this.input = input;
        }

        @Override
        public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
            while (input.hasMore() && taken++ < MOST_DATAGRAMS) {
                byte[] datagram = input.bytes(Math.min(length, input.u16()));
                if (HandshakeBounds.hold(datagram, datagram.length)) {
                    System.arraycopy(datagram, 0, buffer, offset, datagram.length);
                    return datagram.length;
                }
            }
            throw new IOException("closed");
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
        public void send(byte[] buffer, int offset, int length) {}

        @Override
        public void close() {}
    }
}
