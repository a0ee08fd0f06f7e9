package chat.tertulia.node.loop;

import chat.tertulia.node.udp.Endpoint;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** Routes by endpoint, found without an object: open addressing, linear probing, at most half full. Owned by: the loop. */
final class RouteTable {
    private final long seed = new SecureRandom().nextLong();
    private @Nullable Route[] routes = new @Nullable Route[64];
    private int[] hashes = new int[64];
    private int size;

    int size() {
        return size;
    }

    @Nullable
    Route get(Endpoint endpoint) {
        return routes[slot(endpoint, endpoint.hash(seed))];
    }

    /** The endpoint is copied if it is new. */
    Route getOrAdd(Endpoint endpoint) {
        Route known = get(endpoint);
        if (known != null) {
            return known;
        }
        if (2 * (size + 1) > routes.length) {
            grow();
        }
        Route fresh = new Route(endpoint.copy());
        insert(fresh, endpoint.hash(seed));
        return fresh;
    }

    /** Whatever stands behind the gap moves up (Knuth 6.4, algorithm R), so that no marks of the dead are needed. */
    void remove(Route route) {
        int gap = slot(route.endpoint(), route.endpoint().hash(seed));
        if (routes[gap] != route) {
            return;
        }
        size--;
        int mask = routes.length - 1;
        for (int next = gap + 1 & mask; routes[next] != null; next = next + 1 & mask) {
            int home = hashes[next] & mask;
            boolean reachable = (next - home & mask) >= (next - gap & mask);
            if (reachable) {
                routes[gap] = routes[next];
                hashes[gap] = hashes[next];
                gap = next;
            }
        }
        routes[gap] = null;
    }

    private int slot(Endpoint endpoint, int hash) {
        int mask = routes.length - 1;
        for (int slot = hash & mask; ; slot = slot + 1 & mask) {
            Route route = routes[slot];
            if (route == null || (hashes[slot] == hash && route.endpoint().matches(endpoint))) {
                return slot;
            }
        }
    }

    private void insert(Route route, int hash) {
        int slot = slot(route.endpoint(), hash);
        routes[slot] = route;
        hashes[slot] = hash;
        size++;
    }

    private void grow() {
        @Nullable Route[] old = routes;
        int[] oldHashes = hashes;
        routes = new @Nullable Route[old.length * 2];
        hashes = new int[routes.length];
        size = 0;
        for (int i = 0; i < old.length; i++) {
            Route route = old[i];
            if (route != null) {
                insert(route, oldHashes[i]);
            }
        }
    }
}
