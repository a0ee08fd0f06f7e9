package chat.tertulia.voice.node;

import chat.tertulia.control.Command.IceParameters;
import chat.tertulia.control.Reply.TransportOpened;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Asks a node whose link is gone whether it still carries a transport: by a signed check (RFC 8445 §7.2.2) over ICE-TCP, which
 * only the process that has the transport can answer. It nominates nothing and so changes nothing. Blocks.
 */
final class NodeProbe {
    private static final int BINDING_SUCCESS = 0x0101;
    private static final int COOKIE = 0x2112A442;
    private static final int LONGEST = 2048;
    private static final int MOST_TRANSPORTS = 3;

    private NodeProbe() {}

    enum Verdict {
        /** It answered: media goes on, whatever became of the link. */
        ALIVE,
        /** The machine answers, and the process that had the transports is not there. */
        DEAD,
        /** Nothing is known: a firewall, a machine that is away or too busy to answer in time, or no ICE-TCP. */
        SILENT
    }

    static Verdict ask(Collection<TransportOpened> transports, Duration timeout) {
        Verdict verdict = Verdict.SILENT;
        for (TransportOpened transport :
                transports.stream().limit(MOST_TRANSPORTS).toList()) {
            for (InetSocketAddress address : addresses(transport.candidates())) {
                Verdict one = ask(address, transport.ice(), (int) timeout.toMillis());
                if (one == Verdict.ALIVE) {
                    return one;
                }
                verdict = one == Verdict.DEAD ? one : verdict;
            }
        }
        return verdict;
    }

    private static Verdict ask(InetSocketAddress address, IceParameters ice, int timeoutMillis) {
        try (Socket socket = new Socket()) {
            socket.connect(address, timeoutMillis);
            try {
                socket.setSoTimeout(timeoutMillis);
                byte[] request = request(ice);
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                out.writeShort(request.length);
                out.write(request);
                return answered(new DataInputStream(socket.getInputStream()), request) ? Verdict.ALIVE : Verdict.DEAD;
            } catch (SocketTimeoutException busy) {
                return Verdict.SILENT;
            } catch (IOException hungUp) {
                return Verdict.DEAD;
            }
        } catch (SocketTimeoutException silence) {
            return Verdict.SILENT;
        } catch (IOException refused) {
            // A host without route says as little as one that is silent.
            return refused instanceof ConnectException ? Verdict.DEAD : Verdict.SILENT;
        }
    }

    private static boolean answered(DataInputStream in, byte[] request) throws IOException {
        int length = in.readUnsignedShort();
        byte[] answer = in.readNBytes(Math.min(length, LONGEST));
        ByteBuffer head = ByteBuffer.wrap(answer);
        return answer.length >= 20
                && head.getShort(0) == BINDING_SUCCESS
                && ByteBuffer.wrap(answer, 4, 16).equals(ByteBuffer.wrap(request, 4, 16));
    }

    /** USERNAME and MESSAGE-INTEGRITY (RFC 8489 §14.3, §14.5). */
    private static byte[] request(IceParameters ice) {
        byte[] name = (ice.ufrag() + ":server").getBytes(StandardCharsets.UTF_8);
        int padded = (name.length + 3) & ~3;
        byte[] id = new byte[12];
        ThreadLocalRandom.current().nextBytes(id);
        ByteBuffer out = ByteBuffer.allocate(20 + 4 + padded + 24);
        out.putShort((short) 1)
                .putShort((short) (out.capacity() - 20))
                .putInt(COOKIE)
                .put(id);
        out.putShort((short) 0x0006).putShort((short) name.length).put(name).position(24 + padded);
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(ice.password().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            mac.update(out.array(), 0, out.position());
            out.putShort((short) 0x0008).putShort((short) 20).put(mac.doFinal());
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
        return out.array();
    }

    private static List<InetSocketAddress> addresses(List<String> candidates) {
        return candidates.stream().flatMap(NodeProbe::address).toList();
    }

    /** None for a candidate by UDP, and for a line that cannot be read. */
    private static Stream<InetSocketAddress> address(String candidate) {
        String[] words = candidate.split(" ", -1);
        if (words.length < 8 || !words[2].equalsIgnoreCase("tcp")) {
            return Stream.empty();
        }
        try {
            return Stream.of(new InetSocketAddress(InetAddress.ofLiteral(words[4]), Integer.parseInt(words[5])));
        } catch (IllegalArgumentException unreadable) {
            return Stream.empty();
        }
    }
}
