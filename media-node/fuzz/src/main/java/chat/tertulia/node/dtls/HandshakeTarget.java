package chat.tertulia.node.dtls;

import chat.tertulia.fuzz.Broken;
import chat.tertulia.fuzz.FuzzInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;

/** A real client whose datagrams are changed, lost, repeated, cut and added to on their way. */
public final class HandshakeTarget {
    private static final int DEADLINE_MILLIS = 10_000;
    private static final NodeCertificate CLIENT = NodeCertificate.create();

    private HandshakeTarget() {}

    public static void run(byte[] data) {
        Wire wire = new Wire(new Tamper(new FuzzInput(data)));
        Thread client = Thread.ofVirtual().start(() -> {
            try {
                var _ = new DTLSClientProtocol().connect(new ActiveClient(CLIENT, new int[] {1, 7}), wire.client());
            } catch (IOException refused) {
                // The server may well have been made to refuse.
            } finally {
                wire.gone();
            }
        });
        PassiveServer server = new PassiveServer(DtlsTarget.NODE, CLIENT.fingerprint(), DEADLINE_MILLIS);
        try {
            var _ = new DTLSServerProtocol().accept(server, wire.server());
            Broken.unless(server.keys() != null, "who is let in has keys");
        } catch (IOException refused) {
            // Most changes end so.
        } finally {
            wire.gone();
        }
        try {
            client.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** What becomes of the client's datagrams: for each, the input says what is done to it and how often. */
    static final class Tamper {
        private static final int MOST = 64;

        private final FuzzInput input;
        private int changes;

        Tamper(FuzzInput input) {
            this.input = input;
        }

        List<byte[]> of(byte[] datagram) {
            List<byte[]> arriving = new ArrayList<>();
            byte[] current = datagram;
            boolean kept = true;
            while (input.hasMore() && changes++ < MOST) {
                int kind = input.below(8);
                if (kind == 0) {
                    break;
                }
                switch (kind) {
                    case 1 -> current[at(current)] ^= (byte) input.u8();
                    case 2 -> current[at(current)] = (byte) input.u8();
                    case 3 -> current = Arrays.copyOf(current, 1 + at(current));
                    case 4 -> arriving.add(current.clone());
                    case 5 -> kept = false;
                    case 6 -> arriving.add(input.bytes(input.u8()));
                    default -> arriving.addAll(fragments(current));
                }
            }
            if (kept) {
                arriving.add(current);
            }
            return arriving;
        }

        private int at(byte[] datagram) {
            return input.u16() % datagram.length;
        }

        /** RFC 6347 §4.2.3: the first handshake message of the datagram in two pieces, of lengths that may be lies. */
        private List<byte[]> fragments(byte[] datagram) {
            int cut = input.u8();
            int lie = input.u8();
            int body = datagram.length - 25;
            if (datagram[0] != 22 || body < 2) {
                return List.of();
            }
            int first = cut % body;
            return List.of(piece(datagram, 0, first, lie), piece(datagram, first, body - first, lie));
        }

        private static byte[] piece(byte[] datagram, int from, int size, int lie) {
            byte[] piece = Arrays.copyOf(datagram, 25 + size);
            System.arraycopy(datagram, 25 + from, piece, 25, size);
            // A record number of its own, or it is dropped as a replay.
            piece[8] = (byte) (1 + from);
            piece[11] = (byte) ((12 + size) >> 8);
            piece[12] = (byte) (12 + size);
            piece[14] = (byte) (lie >= 250 ? 0xff : 0);
            piece[20] = (byte) (from >> 8);
            piece[21] = (byte) from;
            piece[23] = (byte) (size >> 8);
            piece[24] = (byte) size;
            return piece;
        }
    }
}
