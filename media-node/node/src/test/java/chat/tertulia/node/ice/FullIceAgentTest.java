package chat.tertulia.node.ice;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FullIceAgentTest {
    /** In a process of its own: here the build has set the property already, and ice4j reads it once. */
    @Test
    void shouldNotAskTheCloudWhereItIs() throws IOException {
        Process probe = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CloudProbe.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(said.contains("asks=false"), said);
    }

    @Test
    void shouldHaveOtherCredentialsEachTime() {
        IceAgent.Factory factory = FullIceAgent.factory(List.of(InetAddress.ofLiteral("127.0.0.1")), 40_000);
        IceAgent one = factory.create(new CloudProbe.Silent());
        IceAgent two = factory.create(new CloudProbe.Silent());
        try {
            assertNotEquals(one.local().ufrag(), two.local().ufrag());
            // RFC 8445 §5.3: at least 128 bits of randomness.
            assertTrue(one.local().password().length() >= 22);
        } finally {
            one.close();
            two.close();
        }
    }
}
