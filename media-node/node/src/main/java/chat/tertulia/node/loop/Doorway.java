package chat.tertulia.node.loop;

import chat.tertulia.node.ice.StunMessage;
import chat.tertulia.node.udp.DatagramSink;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which peer a datagram is for, by its first byte (RFC 7983 §7). STUN requests are matched by user fragment and must be
 * signed; that makes their source a verified address. All else is for a verified address or for nobody. Owned by: the loop.
 */
final class Doorway implements DatagramSink {
    private final LoopCounters counters;
    private final Map<String, Peer> byUfrag = new HashMap<>();
    private final List<Map<InetSocketAddress, Peer>> byAddress = new ArrayList<>();

    private final Map<Route, Peer> asked = new HashMap<>();
    private final Guards guards;
    private final LongSupplier clock;

    Doorway(LoopCounters counters, int locals, Guards guards, LongSupplier clock) {
        this.counters = counters;
        this.guards = guards;
        this.clock = clock;
        for (int i = 0; i < locals; i++) {
            byAddress.add(new HashMap<>());
        }
    }

    void expect(String ufrag, Peer peer) {
        byUfrag.put(ufrag, peer);
    }

    void forget(String ufrag) {
        byUfrag.remove(ufrag);
    }

    /** The address passed a check for this peer; whoever had it before has gone. */
    void verified(Route route, Peer peer) {
        Peer before = byAddress.get(route.local()).put(route.remote(), peer);
        if (before != null && before != peer) {
            before.lost(route);
        }
    }

    /** An agent sends a check there; the answer carries no user fragment and is known by its source only. */
    void asked(Route route, Peer peer) {
        asked.put(route, peer);
    }

    void forget(Route route, Peer peer) {
        asked.remove(route, peer);
        byAddress.get(route.local()).remove(route.remote(), peer);
    }

    @Override
    public void datagram(int local, InetSocketAddress remote, byte[] data, int length) {
        counters.packetsIn++;
        counters.bytesIn += length;
        int first = length == 0 ? -1 : data[0] & 0xFF;
        if (first >= 128 && first <= 191) {
            media(local, remote, data, length);
        } else if (first >= 20 && first <= 63) {
            dtls(local, remote, data, length);
        } else if (first >= 0 && first <= 3) {
            stun(local, remote, data, length);
        } else {
            counters.drop(Drop.UNKNOWN_PROTOCOL);
        }
    }

    private void media(int local, InetSocketAddress remote, byte[] data, int length) {
        Peer peer = byAddress.get(local).get(remote);
        if (peer == null) {
            counters.drop(Drop.MEDIA_UNVERIFIED);
        } else {
            peer.media(data, length);
        }
    }

    private void dtls(int local, InetSocketAddress remote, byte[] data, int length) {
        Peer peer = byAddress.get(local).get(remote);
        if (peer == null) {
            counters.drop(Drop.DTLS_UNVERIFIED);
        } else {
            peer.dtls(new Route(local, remote), data, length);
        }
    }

    private void stun(int local, InetSocketAddress remote, byte[] data, int length) {
        Peer known = byAddress.get(local).get(remote);
        if (known == null && !guards.admitStranger(remote, clock.getAsLong())) {
            counters.drop(Drop.STUN_TOO_MANY);
            return;
        }
        StunMessage message = StunMessage.parse(data, length);
        if (message == null) {
            counters.drop(Drop.STUN_MALFORMED);
        } else if (message.isBindingRequest()) {
            String ufrag = message.localUfrag();
            @Nullable Peer peer = ufrag == null ? null : byUfrag.get(ufrag);
            if (ufrag == null || peer == null) {
                counters.drop(Drop.STUN_UNKNOWN_UFRAG);
            } else if (known == null && !guards.admitProof(clock.getAsLong())) {
                counters.drop(Drop.STUN_TOO_MANY);
            } else {
                peer.check(ufrag, new Route(local, remote), message, data, length);
            }
        } else if (message.isBindingResponse()) {
            Route route = new Route(local, remote);
            Peer peer = asked.get(route);
            if (peer == null) {
                counters.drop(Drop.STUN_UNWANTED);
            } else {
                peer.checkAnswered(route, data, length);
            }
        } else {
            counters.drop(Drop.STUN_UNWANTED);
        }
    }
}
