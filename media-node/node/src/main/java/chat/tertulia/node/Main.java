package chat.tertulia.node;

import chat.tertulia.node.ice.FullIceAgent;
import chat.tertulia.node.metrics.MetricsServer;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The media node's process. Configured by the environment, see {@link NodeConfig}; ends cleanly on SIGTERM. */
public final class Main {
    static {
        FullIceAgent.refuseToAskTheCloud();
    }

    private static final Logger LOG = Logger.getLogger(Main.class.getName());

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        JsonLog.install();
        try {
            NodeConfig config = NodeConfig.from(System.getenv());
            var _ = Rehearsal.play(config);
            MediaNode node = MediaNode.start(config);
            MetricsServer metrics = config.metricsPort() == NodeConfig.NO_METRICS
                    ? null
                    : MetricsServer.start(config.metricsPort(), node::snapshots, node.paths());
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
                        LOG.log(
                                Level.INFO,
                                "Stopping within {0} s",
                                String.valueOf(config.drain().toSeconds()));
                        drain(node, config);
                        if (metrics != null) {
                            metrics.close();
                        }
                        node.close();
                        stopped.countDown();
                    }));
            LOG.log(Level.INFO, "Ready: {0} loops from UDP port {1}, metrics port {2}", new Object[] {
                node.loops().size(),
                String.valueOf(node.loops().getFirst().port().port()),
                metrics == null ? "off" : String.valueOf(metrics.port())
            });
            stopped.await();
        } catch (IllegalArgumentException | IOException wrong) {
            LOG.log(Level.SEVERE, "Not started: {0}", wrong.getMessage());
            System.exit(2);
        }
    }

    private static void drain(MediaNode node, NodeConfig config) {
        try {
            node.drain(config.drain());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
