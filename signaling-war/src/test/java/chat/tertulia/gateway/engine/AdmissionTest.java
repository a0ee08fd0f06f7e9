package chat.tertulia.gateway.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is judged of a request before there is a session: origin, address, parameters. */
class AdmissionTest {
    @Test
    void shouldAllowOnlyTheConfiguredOrigins() {
        OriginPolicy policy = OriginPolicy.only(List.of("https://Chat.example", "http://127.0.0.1:9080"));
        assertTrue(policy.allows("https://chat.example"));
        assertTrue(policy.allows(null), "no browser");
        for (String origin : List.of(
                "null", "", "https://chat.example.evil.example", "http://chat.example", "https://chat.example:444")) {
            assertFalse(policy.allows(origin), origin);
        }
    }

    @Test
    void shouldIgnoreForwardingUnlessProxiesAreDeclared() {
        assertEquals("10.0.0.9", TrustedProxies.NONE.address("10.0.0.9", List.of("6.6.6.6")));
    }

    @Test
    void shouldTakeTheAddressThatItsOwnProxySaw() {
        List<String> headers = List.of("6.6.6.6, 203.0.113.7", "10.0.0.2");
        assertEquals("10.0.0.2", new TrustedProxies(1).address("10.0.0.9", headers));
        assertEquals("203.0.113.7", new TrustedProxies(2).address("10.0.0.9", headers));
        assertEquals("10.0.0.9", new TrustedProxies(1).address("10.0.0.9", List.of()));
        assertEquals("10.0.0.9", new TrustedProxies(1).address("10.0.0.9", List.of("x".repeat(500))));
    }

    @Test
    void shouldReadTheRequestLineAlone() {
        assertEquals(new Query("4", "polling", "a b"), Query.of("EIO=4&transport=polling&sid=a%20b&t=x"));
        assertEquals(new Query("", "", ""), Query.of(null));
        assertEquals(new Query("4", "", ""), Query.of("EIO=4&EIO=3&transport=%zz"));
    }
}
