package chat.tertulia.node.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.ice4j.ice.harvest.HarvestConfig;
import org.ice4j.ice.harvest.MappingCandidateHarvesters;
import org.junit.jupiter.api.Test;

class FullIceAgentTest {
    private static final IceAgent.Listener NOBODY = new IceAgent.Listener() {
        @Override
        public void send(int local, InetSocketAddress remote, byte[] stun) {}

        @Override
        public void nominated(int local, InetSocketAddress remote) {}

        @Override
        public void failed() {}
    };

    @Test
    void shouldNotAskTheCloudWhereItIs() {
        IceAgent agent = FullIceAgent.factory(List.of(InetAddress.ofLiteral("127.0.0.1")), 40_000)
                .create(NOBODY);
        try {
            assertEquals("false", System.getProperty("ice4j.harvest.mapping.aws.enabled"));
            assertEquals(false, HarvestConfig.config.enableAwsHarvester());
            assertEquals(0, MappingCandidateHarvesters.getHarvesters().length);
        } finally {
            agent.close();
        }
    }

    @Test
    void shouldHaveOtherCredentialsEachTime() {
        IceAgent.Factory factory = FullIceAgent.factory(List.of(InetAddress.ofLiteral("127.0.0.1")), 40_000);
        IceAgent one = factory.create(NOBODY);
        IceAgent two = factory.create(NOBODY);
        try {
            assertTrue(!one.local().ufrag().equals(two.local().ufrag()));
            // RFC 8445 §5.3: at least 24 and 128 bits of randomness.
            assertTrue(one.local().password().length() >= 22);
        } finally {
            one.close();
            two.close();
        }
    }
}
