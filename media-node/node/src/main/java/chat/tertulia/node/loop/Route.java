package chat.tertulia.node.loop;

import chat.tertulia.node.tcp.TcpConnection;
import chat.tertulia.node.udp.Endpoint;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A way to a peer that is worth an object: its source passed a signed check, or an agent asks it. There is one for each
 * address, so routes are compared by identity. Owned by: the loop.
 */
final class Route {
    private final Endpoint endpoint;
    private @Nullable Peer owner;
    private @Nullable Peer asker;
    private @Nullable TcpConnection carrier;

    Route(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    int local() {
        return endpoint.local();
    }

    InetSocketAddress remote() {
        return endpoint.toSocketAddress();
    }

    /** The connection of a route by TCP. */
    @Nullable
    TcpConnection carrier() {
        return carrier;
    }

    void carriedBy(TcpConnection connection) {
        carrier = connection;
    }

    /** Who proved that the address is its own. */
    @Nullable
    Peer owner() {
        return owner;
    }

    /** Whose agent sends checks there; their answers carry no user fragment and are known by their source only. */
    @Nullable
    Peer asker() {
        return asker;
    }

    /** Returns whom it belonged to before, if that was another one. */
    @Nullable
    Peer own(Peer peer) {
        Peer before = owner;
        owner = peer;
        if (before == null || before == peer) {
            return null;
        }
        asker = asker == before ? null : asker;
        return before;
    }

    void ask(Peer peer) {
        asker = peer;
    }

    /** True when nobody uses it any more. */
    boolean leave(Peer peer) {
        owner = owner == peer ? null : owner;
        asker = asker == peer ? null : asker;
        return owner == null && asker == null;
    }
}
