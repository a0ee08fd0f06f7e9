package chat.tertulia.node;

import chat.tertulia.media.Room;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What the environment says. A wrong value stops the start with the variable's name.
 *
 * @param servers TERTULIA_SIGNALING_URL, comma separated ws(s) addresses of /internal/media
 * @param key TERTULIA_NODE_KEY, the shared secret of the link
 * @param addresses TERTULIA_NODE_ADDRESSES, IP literals to bind; default is loopback and the first global IPv4 address of
 *     this machine, so that both a browser beside the node and one in the same network reach it
 * @param advertised TERTULIA_NODE_ADVERTISE, IP literals told to peers instead (a node behind 1:1 NAT, or bound to a wildcard)
 * @param port TERTULIA_NODE_PORT, UDP port of the first loop, the next loops take the next ones; 0 takes free ones
 * @param loops TERTULIA_NODE_LOOPS, default one a processor
 * @param metricsPort TERTULIA_NODE_METRICS_PORT on the loopback interface: absent is off, 0 takes a free one
 * @param capacity TERTULIA_NODE_CAPACITY, transports at once, default 500 a loop
 * @param audibleMicrophones TERTULIA_NODE_MICROPHONES, of more than so many in a room only the loudest are forwarded, default 4
 */
public record NodeConfig(
        List<URI> servers,
        String key,
        List<InetAddress> addresses,
        List<InetAddress> advertised,
        int port,
        int loops,
        int metricsPort,
        int capacity,
        int audibleMicrophones) {
    static final int NO_METRICS = -1;
    private static final int MOST_LOOPS = 256;

    public NodeConfig(
            List<URI> servers,
            String key,
            List<InetAddress> addresses,
            List<InetAddress> advertised,
            int port,
            int loops,
            int metricsPort,
            int capacity) {
        this(servers, key, addresses, advertised, port, loops, metricsPort, capacity, Room.AUDIBLE_MICROPHONES);
    }

    public NodeConfig {
        servers = List.copyOf(servers);
        addresses = List.copyOf(addresses);
        advertised = List.copyOf(advertised);
    }

    /** The key must not get into a log by way of the record. */
    @Override
    public String toString() {
        return "NodeConfig[loops=" + loops + ", port=" + port + "]";
    }

    public static NodeConfig from(Map<String, String> environment) {
        List<InetAddress> addresses = addresses(environment, "TERTULIA_NODE_ADDRESSES");
        if (addresses.isEmpty()) {
            addresses = ownAddresses();
        }
        List<InetAddress> advertised = addresses(environment, "TERTULIA_NODE_ADVERTISE");
        boolean wildcard = addresses.stream().anyMatch(InetAddress::isAnyLocalAddress);
        if (advertised.isEmpty()) {
            advertised = wildcard ? ownAddresses() : addresses;
        }
        int loops =
                number(environment, "TERTULIA_NODE_LOOPS", Runtime.getRuntime().availableProcessors(), 1, MOST_LOOPS);
        return new NodeConfig(
                servers(environment),
                required(environment, "TERTULIA_NODE_KEY"),
                addresses,
                advertised,
                number(environment, "TERTULIA_NODE_PORT", 0, 0, 65535),
                loops,
                number(environment, "TERTULIA_NODE_METRICS_PORT", NO_METRICS, 0, 65535),
                number(environment, "TERTULIA_NODE_CAPACITY", 500 * loops, 1, 1_000_000),
                number(environment, "TERTULIA_NODE_MICROPHONES", Room.AUDIBLE_MICROPHONES, 1, 1000));
    }

    private static List<URI> servers(Map<String, String> environment) {
        List<URI> servers = new ArrayList<>();
        for (String word : words(required(environment, "TERTULIA_SIGNALING_URL"))) {
            URI uri = URI.create(word);
            if (uri.getHost() == null || (!"ws".equals(uri.getScheme()) && !"wss".equals(uri.getScheme()))) {
                throw new IllegalArgumentException(
                        "TERTULIA_SIGNALING_URL: ws:// or wss:// addresses, comma separated");
            }
            servers.add(uri);
        }
        return servers;
    }

    private static List<InetAddress> addresses(Map<String, String> environment, String name) {
        List<InetAddress> addresses = new ArrayList<>();
        for (String word : words(environment.getOrDefault(name, ""))) {
            try {
                addresses.add(InetAddress.ofLiteral(word));
            } catch (IllegalArgumentException notALiteral) {
                throw new IllegalArgumentException(name + ": IP addresses, comma separated, no names", notALiteral);
            }
        }
        return addresses;
    }

    private static List<String> words(String list) {
        return List.of(list.split(",")).stream()
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "").strip();
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }

    private static int number(Map<String, String> environment, String name, int otherwise, int least, int most) {
        String value = environment.getOrDefault(name, "").strip();
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new IllegalArgumentException(name + ": a number from " + least + " to " + most);
    }

    /** Loopback, and the first global IPv4 address of an interface that is up. */
    private static List<InetAddress> ownAddresses() {
        List<InetAddress> own = new ArrayList<>();
        own.add(InetAddress.ofLiteral("127.0.0.1"));
        try {
            for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (!network.isUp() || network.isLoopback() || own.size() > 1) {
                    continue;
                }
                Collections.list(network.getInetAddresses()).stream()
                        .filter(address -> address instanceof Inet4Address && !address.isLinkLocalAddress())
                        .findFirst()
                        .ifPresent(own::add);
            }
            return own;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
