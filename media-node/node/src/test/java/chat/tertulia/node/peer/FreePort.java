package chat.tertulia.node.peer;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A number for who must name one. It lies below those that the kernel hands out by itself (ip_local_port_range), so that nobody
 * who asks for just any is given it before it is used.
 */
public final class FreePort {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 100;

    private FreePort() {}

    public static int next() throws IOException {
        IOException last = new IOException("Not tried");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
            try (ServerSocket _ = new ServerSocket(port, 1, loopback);
                    DatagramSocket _ = new DatagramSocket(new InetSocketAddress(loopback, port))) {
                return port;
            } catch (IOException taken) {
                last = taken;
            }
        }
        throw last;
    }
}
