package chat.tertulia.node.tcp;

import java.time.Duration;

/**
 * How much of TCP a node takes.
 *
 * @param enabled whether each loop listens on TCP too, on the number of its UDP port
 * @param sharedPort one more port for all loops, such as 443, or 0
 * @param connections at once, in all
 * @param strangers at once that have not shown a signed check yet; a quarter of them from one address
 * @param patience how long a stranger is kept, and how long a connection may take nothing of what it is sent
 */
public record TcpSetting(boolean enabled, int sharedPort, int connections, int strangers, Duration patience) {
    public static final TcpSetting DEFAULT = new TcpSetting(true, 0, 2000, 256, Duration.ofSeconds(5));
    public static final TcpSetting OFF = new TcpSetting(false, 0, 0, 0, Duration.ZERO);

    public TcpSetting sharing(int port) {
        return new TcpSetting(enabled, port, connections, strangers, patience);
    }

    int strangersOfOneAddress() {
        return Math.max(1, strangers / 4);
    }
}
