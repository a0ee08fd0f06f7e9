package chat.tertulia.node;

import chat.tertulia.media.Room;
import chat.tertulia.node.srtp.SrtpEngine;
import chat.tertulia.node.tcp.TcpSetting;
import chat.tertulia.node.udp.PortIo;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the environment says. A wrong value stops the start with the variable's name.
 *
 * @param servers TERTULIA_SIGNALING_URL, comma separated ws(s) addresses of /internal/media
 * @param key TERTULIA_NODE_KEY, the shared secret of the link
 * @param addresses TERTULIA_NODE_ADDRESSES, IP literals to bind; default is what this machine has, IPv4 and IPv6, or loopback
 *     when it has nothing
 * @param advertised TERTULIA_NODE_ADVERTISE, IP literals told to peers instead (a node behind 1:1 NAT, or bound to a wildcard);
 *     the word {@code local} among them adds those of this machine
 * @param port TERTULIA_NODE_PORT, UDP port of the first loop, the next loops take the next ones; 0 takes free ones
 * @param loops TERTULIA_NODE_LOOPS, default one a processor
 * @param metricsPort TERTULIA_NODE_METRICS_PORT on the loopback interface: absent is off, 0 takes a free one
 * @param capacity TERTULIA_NODE_CAPACITY, transports at once, default 500 a loop
 * @param audibleMicrophones TERTULIA_NODE_MICROPHONES, of more than so many in a room only the loudest are forwarded, default 4
 * @param largeRoom TERTULIA_NODE_LARGE_ROOM, for each so many transports a room may use one loop more, default 50; 0 for never
 * @param tcp TERTULIA_NODE_TCP, {@code on} by default, listens on TCP at each loop's port number too; TERTULIA_NODE_TCP_PORT
 *     is one more TCP port for all loops
 * @param drain TERTULIA_NODE_DRAIN_SECONDS, how long a node that is told to end waits until nobody is left; 0 by default
 * @param fastPath TERTULIA_NODE_IO (auto, ffm, ffm_plain, nio) and TERTULIA_NODE_SRTP (auto, evp, jitsi)
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
        int audibleMicrophones,
        int largeRoom,
        TcpSetting tcp,
        Duration drain,
        FastPath fastPath) {
    /** How datagrams are moved and media is protected; which is live is in the log. */
    public record FastPath(PortIo io, SrtpEngine.Choice srtp) {
        public static final FastPath AUTO = new FastPath(PortIo.AUTO, SrtpEngine.Choice.AUTO);
    }

    static final int NO_METRICS = -1;
    static final int LARGE_ROOM = 50;
    private static final String ADDRESSES = "TERTULIA_NODE_ADDRESSES";
    private static final String ADVERTISE = "TERTULIA_NODE_ADVERTISE";
    private static final int MOST_LOOPS = 256;

    public NodeConfig {
        servers = List.copyOf(servers);
        addresses = List.copyOf(addresses);
        advertised = List.copyOf(advertised);
    }

    /** With ICE-TCP as it is by default, and an end at once. */
    public NodeConfig(
            List<URI> servers,
            String key,
            List<InetAddress> addresses,
            List<InetAddress> advertised,
            int port,
            int loops,
            int metricsPort,
            int capacity) {
        this(
                servers,
                key,
                addresses,
                advertised,
                port,
                loops,
                metricsPort,
                capacity,
                Room.AUDIBLE_MICROPHONES,
                LARGE_ROOM,
                TcpSetting.DEFAULT,
                Duration.ZERO,
                FastPath.AUTO);
    }

    public NodeConfig with(TcpSetting other) {
        return new NodeConfig(
                servers,
                key,
                addresses,
                advertised,
                port,
                loops,
                metricsPort,
                capacity,
                audibleMicrophones,
                largeRoom,
                other,
                drain,
                fastPath);
    }

    public NodeConfig with(FastPath other) {
        return new NodeConfig(
                servers,
                key,
                addresses,
                advertised,
                port,
                loops,
                metricsPort,
                capacity,
                audibleMicrophones,
                largeRoom,
                tcp,
                drain,
                other);
    }

    public NodeConfig withLargeRoom(int transports) {
        return new NodeConfig(
                servers,
                key,
                addresses,
                advertised,
                port,
                loops,
                metricsPort,
                capacity,
                audibleMicrophones,
                transports,
                tcp,
                drain,
                fastPath);
    }

    /** The key must not get into a log by way of the record. */
    @Override
    public String toString() {
        return "NodeConfig[loops=" + loops + ", port=" + port + "]";
    }

    public static NodeConfig from(Map<String, String> environment) {
        List<InetAddress> named = NodeAddresses.bound(ADDRESSES, words(environment.getOrDefault(ADDRESSES, "")));
        List<InetAddress> addresses = named.isEmpty() ? NodeAddresses.own() : named;
        List<InetAddress> advertised =
                NodeAddresses.told(ADVERTISE, words(environment.getOrDefault(ADVERTISE, "")), addresses);
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
                number(environment, "TERTULIA_NODE_MICROPHONES", Room.AUDIBLE_MICROPHONES, 1, 1000),
                number(environment, "TERTULIA_NODE_LARGE_ROOM", LARGE_ROOM, 0, 1_000_000),
                tcp(environment),
                Duration.ofSeconds(number(environment, "TERTULIA_NODE_DRAIN_SECONDS", 0, 0, 86_400)),
                new FastPath(
                        choice(environment, "TERTULIA_NODE_IO", PortIo.class),
                        choice(environment, "TERTULIA_NODE_SRTP", SrtpEngine.Choice.class)));
    }

    private static TcpSetting tcp(Map<String, String> environment) {
        int port = number(environment, "TERTULIA_NODE_TCP_PORT", 0, 0, 65535);
        return switch (environment.getOrDefault("TERTULIA_NODE_TCP", "on").strip()) {
            case "on" -> TcpSetting.DEFAULT.sharing(port);
            case "off" -> TcpSetting.OFF;
            default -> throw new IllegalArgumentException("TERTULIA_NODE_TCP: on or off");
        };
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

    /** Absent is AUTO, which both have. */
    private static <E extends Enum<E>> E choice(Map<String, String> environment, String name, Class<E> type) {
        String value = environment.getOrDefault(name, "auto").strip();
        try {
            return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    name + ": one of "
                            + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT),
                    unknown);
        }
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
}
