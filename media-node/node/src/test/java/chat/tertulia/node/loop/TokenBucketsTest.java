package chat.tertulia.node.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.node.udp.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketsTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static int taken(LongPredicate take, long fromNs, long toNs, int asks) {
        int taken = 0;
        for (int i = 0; i < asks; i++) {
            taken += take.test(fromNs + (toNs - fromNs) * i / asks) ? 1 : 0;
        }
        return taken;
    }

    /** The clock may begin anywhere. */
    @ParameterizedTest
    @ValueSource(longs = {0, -3_000_000_000_000L, Long.MAX_VALUE - 10_000_000_000L})
    void shouldGiveABurstAndThenTheRate(long startNs) {
        TokenBuckets buckets = new TokenBuckets(2, 100, 50, startNs);
        assertEquals(50, taken(now -> buckets.take(0, now), startNs, startNs, 1000));
        assertEquals(100, taken(now -> buckets.take(0, now), startNs, startNs + SECOND, 10_000), 1);
        assertEquals(50, taken(now -> buckets.take(1, now), startNs + SECOND, startNs + SECOND, 1000));
        // What was not used is not saved beyond the burst.
        assertEquals(50, taken(now -> buckets.take(0, now), startNs + 20 * SECOND, startNs + 20 * SECOND, 1000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::1"})
    void shouldMeasureSourcesApartAndAllTogether(String flooder) {
        Guards guards = new Guards(0);
        Endpoint source = Endpoint.of(0, new InetSocketAddress(InetAddress.ofLiteral(flooder), 1));
        int admitted = taken(now -> guards.admitStranger(source, now), 0, 0, 100_000);
        assertEquals(2 * Guards.CHECKS_PER_SOURCE, admitted);
        int others = 0;
        for (int i = 0; i < 100; i++) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("198.51.100." + i), 1);
            others += guards.admitStranger(Endpoint.of(0, address), 0) ? 1 : 0;
        }
        assertTrue(others >= 98, "at most by chance one shares a bucket with the flooder: " + others);
        assertEquals(Guards.PROOFS, taken(guards::admitProof, 0, 0, 100_000));
        assertFalse(guards.admitProof(0));
        assertEquals(2 * Guards.HANDSHAKES, taken(guards::admitHandshake, 0, 0, 100_000));
    }
}
