package chat.tertulia.node.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.ice4j.ice.harvest.HarvestConfig;

/** A program that makes one agent and says whether ice4j would ask the cloud. */
final class CloudProbe {
    private CloudProbe() {}

    public static void main(String[] arguments) {
        IceAgent agent = FullIceAgent.factory(List.of(InetAddress.ofLiteral("127.0.0.1")), 40_000)
                .create(new Silent());
        System.out.println("asks=" + HarvestConfig.config.enableAwsHarvester());
        agent.close();
        System.exit(0);
    }

    /** Hears nothing. */
    static final class Silent implements IceAgent.Listener {
        @Override
        public void send(int local, InetSocketAddress remote, byte[] stun) {}

        @Override
        public void nominated(int local, InetSocketAddress remote) {}

        @Override
        public void failed() {}
    }
}
