package chat.tertulia.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.node.NodeConfig.FastPath;
import chat.tertulia.node.srtp.SrtpEngine;
import chat.tertulia.node.udp.PortIo;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private static NodeConfig config() {
        List<InetAddress> loopback = List.of(InetAddress.getLoopbackAddress());
        return new NodeConfig(List.of(), "key", loopback, loopback, 0, 1, NodeConfig.NO_METRICS, 1);
    }

    @Test
    void shouldHearWhatIsSaid() throws InterruptedException {
        assertTrue(Rehearsal.play(config()) > 0);
    }

    @Test
    void shouldPlayOnTheWaysThatTheOperatorChose() throws InterruptedException {
        assertTrue(Rehearsal.play(config().with(new FastPath(PortIo.NIO, SrtpEngine.Choice.JITSI))) > 0);
    }
}
