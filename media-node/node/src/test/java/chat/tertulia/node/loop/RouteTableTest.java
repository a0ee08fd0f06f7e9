package chat.tertulia.node.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import chat.tertulia.node.udp.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private final RouteTable table = new RouteTable();

    private static Endpoint at(int local, String address, int port) {
        return Endpoint.of(local, new InetSocketAddress(InetAddress.ofLiteral(address), port));
    }

    @Test
    void shouldFindARouteByItsNumbers() {
        Route route = table.getOrAdd(at(0, "192.0.2.7", 4000));
        assertSame(route, table.get(at(0, "192.0.2.7", 4000)));
        assertSame(route, table.getOrAdd(at(0, "192.0.2.7", 4000)));
        assertNull(table.get(at(1, "192.0.2.7", 4000)));
        assertNull(table.get(at(0, "192.0.2.8", 4000)));
        assertNull(table.get(at(0, "192.0.2.7", 4001)));
        assertEquals(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 4000), route.remote());
    }

    @Test
    void shouldKnowIpv6AndKeepZonesApart() {
        Route global = table.getOrAdd(at(0, "2001:db8::1", 4000));
        Route first = table.getOrAdd(at(0, "fe80::1%1", 4000));
        Route second = table.getOrAdd(at(0, "fe80::1%2", 4000));
        assertNotSame(first, second);
        assertSame(global, table.get(at(0, "2001:db8::1", 4000)));
        assertEquals(new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 4000), global.remote());
    }

    /** The table against a map of the library, with removals that leave gaps in crowded places. */
    @Test
    void shouldAgreeWithAMapWhateverIsRemoved() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<InetSocketAddress, Route> model = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            String address = random.nextBoolean() ? "10.0.0." + random.nextInt(8) : "2001:db8::" + random.nextInt(8);
            InetSocketAddress remote = new InetSocketAddress(InetAddress.ofLiteral(address), 1 + random.nextInt(16));
            Route known = model.get(remote);
            assertSame(known, table.get(Endpoint.of(0, remote)), () -> "seed " + seed);
            if (known == null) {
                model.put(remote, table.getOrAdd(Endpoint.of(0, remote)));
            } else {
                table.remove(known);
                model.remove(remote);
            }
            assertEquals(model.size(), table.size(), () -> "seed " + seed);
        }
        List<Route> left = new ArrayList<>(model.values());
        left.forEach(table::remove);
        assertEquals(0, table.size());
    }
}
