package chat.tertulia.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.node.ice.LocalCandidates;
import chat.tertulia.node.udp.PortIo;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NodeConfigTest {
    private static final Map<String, String> LEAST =
            Map.of("TERTULIA_SIGNALING_URL", "ws://127.0.0.1:9080/internal/media", "TERTULIA_NODE_KEY", "s3cret-key");

    private static NodeConfig with(String name, String value) {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.put(name, value);
        return NodeConfig.from(environment);
    }

    @Test
    void shouldBindWhatThisMachineHasByDefault() {
        NodeConfig config = NodeConfig.from(LEAST);
        assertEquals(NodeAddresses.own(), config.addresses());
        assertEquals(config.addresses(), config.advertised());
        assertEquals(NodeConfig.NO_METRICS, config.metricsPort());
    }

    @Test
    void shouldAdvertiseARealAddressWhenBoundToAll() {
        NodeConfig config = with("TERTULIA_NODE_ADDRESSES", "0.0.0.0");
        assertFalse(config.advertised().stream().anyMatch(address -> address.isAnyLocalAddress()));
        assertEquals(
                "192.0.2.7",
                with("TERTULIA_NODE_ADVERTISE", "192.0.2.7")
                        .advertised()
                        .getFirst()
                        .getHostAddress());
    }

    @Test
    void shouldNameTheVariableThatIsWrong() {
        for (String[] wrong : new String[][] {
            {"TERTULIA_SIGNALING_URL", "http://example.org"},
            {"TERTULIA_NODE_KEY", " "},
            {"TERTULIA_NODE_ADDRESSES", "example.org"},
            {"TERTULIA_NODE_ADDRESSES", "0.0.0.0,192.0.2.1"},
            {"TERTULIA_NODE_ADDRESSES", "fe80::1"},
            {"TERTULIA_NODE_ADDRESSES", "1.1.1.1,1.1.1.2,1.1.1.3,1.1.1.4,1.1.1.5,1.1.1.6,1.1.1.7,1.1.1.8,1.1.1.9"},
            {"TERTULIA_NODE_ADVERTISE", "169.254.1.1"},
            {"TERTULIA_NODE_ADVERTISE", "0.0.0.0"},
            {"TERTULIA_NODE_ADVERTISE", "224.0.0.1"},
            {"TERTULIA_NODE_PORT", "70000"},
            {"TERTULIA_NODE_LOOPS", "none"},
            {"TERTULIA_NODE_LARGE_ROOM", "-1"},
            {"TERTULIA_NODE_IO", "pigeons"},
            {"TERTULIA_NODE_SRTP", "rot13"}
        }) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> with(wrong[0], wrong[1]));
            assertTrue(String.valueOf(refused.getMessage()).startsWith(wrong[0]), refused.getMessage());
        }
    }

    @Test
    void shouldTellThePublicAddressTogetherWithThoseBound() {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.put("TERTULIA_NODE_ADDRESSES", "10.0.0.5, 2001:db8::5, 10.0.0.5, ::ffff:10.0.0.5");
        environment.put("TERTULIA_NODE_ADVERTISE", "203.0.113.7,local,10.0.0.5");
        NodeConfig config = NodeConfig.from(environment);
        assertEquals(addresses("10.0.0.5", "2001:db8::5"), config.addresses());
        assertEquals(addresses("203.0.113.7", "10.0.0.5", "2001:db8::5"), config.advertised());
    }

    @Test
    void shouldChooseAddressesByWhichPeopleComeIn() {
        List<InetAddress> found =
                addresses("127.0.0.1", "fe80::1", "2001:db8::5", "169.254.3.4", "10.0.0.5", "10.0.0.5", "::1");
        assertEquals(addresses("10.0.0.5", "2001:db8::5"), NodeAddresses.chosen(found));
        assertEquals(addresses("2001:db8::5"), NodeAddresses.chosen(addresses("fe80::1", "2001:db8::5")));
        assertEquals(addresses("127.0.0.1"), NodeAddresses.chosen(addresses("127.0.0.1", "fe80::1")));
    }

    @Test
    void shouldPreferUdpAndTheFirstAddress() {
        List<String> lines = LocalCandidates.lines(addresses("10.0.0.5", "2001:db8::5"), 7882, List.of(7882, 443));
        assertEquals("1 1 udp 2130706431 10.0.0.5 7882 typ host", lines.getFirst());
        assertEquals("6 1 tcp 1520434431 2001:db8:0:0:0:0:0:5 443 typ host tcptype passive", lines.getLast());
        List<Long> priorities = lines.stream()
                .map(line -> Long.parseLong(line.split(" ", -1)[3]))
                .toList();
        assertEquals(
                priorities.stream().sorted(Comparator.reverseOrder()).distinct().toList(), priorities);
    }

    private static List<InetAddress> addresses(String... literals) {
        return Stream.of(literals).map(InetAddress::ofLiteral).toList();
    }

    @Test
    void shouldTakeTheFastPathUnlessToldOtherwise() {
        assertEquals(NodeConfig.FastPath.AUTO, NodeConfig.from(LEAST).fastPath());
        assertEquals(PortIo.NIO, with("TERTULIA_NODE_IO", "nio").fastPath().io());
    }

    @Test
    void shouldNotPrintTheKey() {
        assertFalse(NodeConfig.from(LEAST).toString().contains("s3cret"));
    }
}
