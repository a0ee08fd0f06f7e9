package chat.tertulia.node.loop;

import chat.tertulia.control.NodeEvent;
import chat.tertulia.node.dtls.NodeCertificate;
import chat.tertulia.node.srtp.SrtpEngine;
import chat.tertulia.node.udp.PortIo;
import chat.tertulia.node.udp.UdpPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;

/** A loop that never runs: what is posted to it waits. */
public final class LoneLoop implements AutoCloseable {
    private static final LoopListener NOBODY = new LoopListener() {
        @Override
        public void event(String roomId, NodeEvent event) {
            // Nothing happens.
        }

        @Override
        public void closed(String roomId, String transportId) {
            // Nothing is open.
        }
    };

    private final UdpPort port;
    private final MediaLoop loop;

    public LoneLoop() {
        try {
            port = PortIo.NIO.open(List.of(InetAddress.ofLiteral("127.0.0.1")), 0);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        LoopSetting setting =
                new LoopSetting(NodeCertificate.create(), Deadlines.DEFAULT, SrtpEngine.Choice.JITSI, NOBODY, 4);
        loop = new MediaLoop(0, port, List.of(), setting);
    }

    public MediaLoop loop() {
        return loop;
    }

    @Override
    public void close() {
        port.close();
    }
}
