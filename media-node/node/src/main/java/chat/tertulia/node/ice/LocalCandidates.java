package chat.tertulia.node.ice;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** The lines of {@code a=candidate} (RFC 8839 §5.1) by which peers find a loop. */
public final class LocalCandidates {
    /** RFC 8445 §5.1.2.2 for UDP; one below it for TCP, as RFC 6544 §4.2 wishes. */
    private static final long HOST = 126;

    private static final long HOST_TCP = 90;
    /** RFC 6544 §4.2: of a passive host candidate. */
    private static final long PASSIVE = 4L << 13;

    private static final int MOST_PREFERRED = 65_535;
    private static final int MOST_PREFERRED_TCP = 8191;
    private static final int COMPONENT = 255;

    private LocalCandidates() {}

    /**
     * Host candidates, the first address preferred. Addresses of a NAT in front are told as host candidates as well: to the
     * peer it makes no difference, and it needs no base that it cannot reach.
     *
     * @param tcpPorts where the loop's peers may connect, best first; empty without ICE-TCP
     */
    public static List<String> lines(List<InetAddress> addresses, int port, List<Integer> tcpPorts) {
        List<String> lines = new ArrayList<>();
        for (InetAddress address : addresses) {
            long priority = HOST << 24 | (long) (MOST_PREFERRED - lines.size()) << 8 | COMPONENT;
            lines.add(line(lines.size(), "udp", priority, address, port));
        }
        int others = 0;
        for (int tcpPort : tcpPorts) {
            for (InetAddress address : addresses) {
                long preference = PASSIVE | (MOST_PREFERRED_TCP - others++);
                long priority = HOST_TCP << 24 | preference << 8 | COMPONENT;
                lines.add(line(lines.size(), "tcp", priority, address, tcpPort) + " tcptype passive");
            }
        }
        return lines;
    }

    private static String line(int index, String transport, long priority, InetAddress address, int port) {
        return (index + 1) + " 1 " + transport + " " + priority + " " + address.getHostAddress() + " " + port
                + " typ host";
    }
}
