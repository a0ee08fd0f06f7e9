package chat.tertulia.node.loop;

import chat.tertulia.node.ice.StunMessage;
import chat.tertulia.node.tcp.TcpConnection;
import chat.tertulia.node.udp.Endpoint;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which peer a datagram is for, by its first byte (RFC 7983 §7). STUN requests are matched by user fragment and must be
 * signed; that makes their source a verified address. All else is for a verified address or for nobody, and a source that
 * never proved anything costs no memory. Owned by: the loop.
 */
final class Doorway {
    private static final int SHORTEST_MEDIA = 12;

    private final MediaLoop loop;
    private final LoopCounters counters;
    private final Guards guards;
    private final Map<String, Peer> byUfrag = new HashMap<>();
    private final RouteTable routes = new RouteTable();
    /** By what the datagram came that is being looked at, when it did not come by UDP. */
    private @Nullable TcpConnection carrier;

    Doorway(MediaLoop loop) {
        this.loop = loop;
        this.counters = loop.counters();
        this.guards = loop.guards();
    }

    void expect(String ufrag, Peer peer) {
        byUfrag.put(ufrag, peer);
    }

    void forget(String ufrag) {
        byUfrag.remove(ufrag);
    }

    /** For an address that an agent named. The peer must {@link #forget} it in the end. */
    Route route(Endpoint endpoint) {
        return routes.getOrAdd(endpoint);
    }

    void forget(Route route, Peer peer) {
        if (route.leave(peer)) {
            routes.remove(route);
            TcpConnection connection = route.carrier();
            if (connection != null) {
                connection.close();
            }
        }
    }

    /** The connection has ended: whoever came by it has to come anew. */
    void gone(TcpConnection connection) {
        Route route = routes.get(connection.endpoint());
        Peer owner = route == null ? null : route.owner();
        if (route != null && owner != null) {
            owner.path().lost(route);
            forget(route, owner);
        }
    }

    /** True when the frame made its connection some peer's, or had been that before. */
    boolean frame(TcpConnection connection, byte[] data) {
        carrier = connection;
        try {
            datagram(connection.endpoint(), data, data.length);
        } finally {
            carrier = null;
        }
        return routes.get(connection.endpoint()) != null;
    }

    void datagram(Endpoint from, byte[] data, int length) {
        counters.packetsIn++;
        counters.bytesIn += length;
        int first = length == 0 ? -1 : data[0] & 0xFF;
        if (first >= 128 && first <= 191) {
            media(from, data, length);
        } else if (first >= 20 && first <= 63) {
            dtls(routes.get(from), data, length);
        } else if (first >= 0 && first <= 3) {
            stun(from, data, length);
        } else {
            counters.drop(Drop.UNKNOWN_PROTOCOL);
        }
    }

    private void media(Endpoint from, byte[] data, int length) {
        Route route = routes.get(from);
        Peer peer = route == null ? null : route.owner();
        if (peer != null) {
            peer.media().receive(data, length);
        } else if (!moved(from, data, length)) {
            counters.drop(Drop.MEDIA_UNVERIFIED);
        }
    }

    /** By TCP one comes with a connection of its own, which begins with a check. */
    private boolean moved(Endpoint from, byte[] data, int length) {
        return carrier == null
                && length >= SHORTEST_MEDIA
                && guards.admitStray(loop.now())
                && loop.moved(from, data, length);
    }

    private void dtls(@Nullable Route route, byte[] data, int length) {
        Peer peer = route == null ? null : route.owner();
        if (route == null || peer == null) {
            counters.drop(Drop.DTLS_UNVERIFIED);
        } else {
            peer.dtls(route, data, length);
        }
    }

    private void stun(Endpoint from, byte[] data, int length) {
        Route route = routes.get(from);
        boolean stranger = route == null || route.owner() == null;
        if (stranger && !guards.admitStranger(from, loop.now())) {
            counters.drop(Drop.STUN_TOO_MANY);
            return;
        }
        StunMessage message = StunMessage.parse(data, length);
        if (message == null) {
            counters.drop(Drop.STUN_MALFORMED);
        } else if (message.isBindingRequest()) {
            request(from, stranger, message, data, length);
        } else if (message.isBindingResponse()) {
            Peer peer = route == null ? null : route.asker();
            if (route == null || peer == null) {
                counters.drop(Drop.STUN_UNWANTED);
            } else {
                peer.path().checkAnswered(route, message, data, length);
            }
        } else {
            counters.drop(Drop.STUN_UNWANTED);
        }
    }

    private void request(Endpoint from, boolean stranger, StunMessage message, byte[] data, int length) {
        String ufrag = message.localUfrag();
        @Nullable Peer peer = ufrag == null ? null : byUfrag.get(ufrag);
        if (ufrag == null || peer == null) {
            counters.drop(Drop.STUN_UNKNOWN_UFRAG);
        } else if (stranger && !guards.admitProof(loop.now())) {
            counters.drop(Drop.STUN_TOO_MANY);
        } else if (!peer.path().signed(ufrag, message)) {
            counters.drop(Drop.STUN_FORGED);
        } else {
            Route route = routes.getOrAdd(from);
            if (carrier != null) {
                route.carriedBy(carrier);
            }
            Peer before = route.own(peer);
            if (before != null) {
                before.path().lost(route);
            }
            peer.path().check(ufrag, route, message, data, length);
        }
    }
}
