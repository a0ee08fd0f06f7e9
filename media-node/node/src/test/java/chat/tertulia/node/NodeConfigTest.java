package chat.tertulia.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.node.udp.PortIo;
import java.util.HashMap;
import java.util.Map;
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
    void shouldBindLoopbackFirstByDefault() {
        NodeConfig config = NodeConfig.from(LEAST);
        assertEquals("127.0.0.1", config.addresses().getFirst().getHostAddress());
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
            {"TERTULIA_NODE_PORT", "70000"},
            {"TERTULIA_NODE_LOOPS", "none"},
            {"TERTULIA_NODE_IO", "pigeons"},
            {"TERTULIA_NODE_SRTP", "rot13"}
        }) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> with(wrong[0], wrong[1]));
            assertTrue(String.valueOf(refused.getMessage()).startsWith(wrong[0]), refused.getMessage());
        }
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
