package chat.tertulia.node.loop;

import chat.tertulia.control.Command.IceCandidate;
import chat.tertulia.control.Command.IceParameters;
import chat.tertulia.node.ice.BindingResponse;
import chat.tertulia.node.ice.StunMessage;
import chat.tertulia.node.udp.Endpoint;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a peer is reached: its ICE generations, the routes it has shown, and the one in use. Agents work elsewhere and post back.
 * Owned by: the loop.
 */
final class PeerPath {
    private static final int MOST_ROUTES = 32;

    /** 32 pairs every 50 ms are 640 checks a second (RFC 8445 §14), for the seconds until a path is found. */
    private static final int CHECKS = 200;

    private static final int CHECKS_BURST = 4000;
    private static final long ASK_NS = 50_000_000;

    private final MediaLoop loop;
    private final Peer peer;
    private final Map<String, Generation> generations = new LinkedHashMap<>();
    private final Set<Route> routes = new LinkedHashSet<>();
    private final TokenBuckets checks;
    private @Nullable Route route;
    private long heardNs;
    /** Where we asked last whether the peer has moved there, and what. */
    private @Nullable Route asked;

    private byte[] question = new byte[0];
    private long askAgainNs;

    PeerPath(MediaLoop loop, Peer peer) {
        this.loop = loop;
        this.peer = peer;
        this.checks = new TokenBuckets(1, CHECKS, CHECKS_BURST, loop.now());
        this.askAgainNs = loop.now();
    }

    /** The one in use. */
    @Nullable
    Route route() {
        return route;
    }

    /** When the last signed check came on the route in use: the peer's consent. */
    long heardNs() {
        return heardNs;
    }

    // Signalling

    /** A generation still waiting for its path gives way to the new one; the one that carries media stays. */
    void open(Generation generation) {
        Generation current = current();
        if (current != null && !current.settled() && generations.size() > 1) {
            retire(current);
        }
        generations.put(generation.local().ufrag(), generation);
        loop.doorway().expect(generation.local().ufrag(), peer);
    }

    void start(IceParameters ice, List<IceCandidate> candidates) {
        Generation current = current();
        if (current != null) {
            current.start(ice, candidates);
        }
    }

    void candidates(List<IceCandidate> candidates) {
        Generation current = current();
        if (current != null) {
            current.agent().add(candidates);
        }
    }

    // Checks

    boolean signed(String ufrag, StunMessage request) {
        Generation generation = generations.get(ufrag);
        return generation != null && request.signedBy(generation.key());
    }

    /** A signed request; the route is this peer's. */
    void check(String ufrag, Route from, StunMessage request, byte[] data, int length) {
        if (!checks.take(0, loop.now())) {
            loop.counters().drop(Drop.STUN_TOO_MANY);
            return;
        }
        remember(from);
        Generation generation = generations.get(ufrag);
        if (generation == null) {
            return;
        }
        boolean byTcp = from.carrier() != null;
        if (!generation.settled() && !byTcp) {
            // So that the agent asks back (RFC 8445 §7.3.1.4), which opens a NAT on our side. It knows nothing of TCP.
            generation.agent().receive(from.local(), from.remote(), data, length);
        }
        // Answered here at once, with no thread to wake up: the first answer is what a call waits for.
        byte[] response = BindingResponse.to(request, from.remote(), generation.key());
        if (!request.affords(response)) {
            loop.counters().drop(Drop.STUN_TOO_SHORT);
            return;
        }
        loop.send(from, response, response.length);
        if (request.useCandidate() && !generation.settled()) {
            settle(generation, from);
        } else if (request.useCandidate() && generation == newestSettled()) {
            route = from;
        }
        if (hearOn(from)) {
            peer.reconsider();
        }
    }

    /** Consent is for the route in use: a check elsewhere says nothing of it. */
    private boolean hearOn(Route from) {
        boolean inUse = from == route;
        heardNs = inUse ? loop.now() : heardNs;
        return inUse;
    }

    void checkAnswered(Route from, StunMessage answer, byte[] data, int length) {
        Generation carrying = newestSettled();
        if (from == asked && carrying != null && carrying.answered(question, answer)) {
            follow(from);
            return;
        }
        for (Generation generation : generations.values()) {
            if (!generation.settled()) {
                generation.agent().receive(from.local(), from.remote(), data, length);
            }
        }
    }

    /**
     * Something authentic has come from an address that nobody has proved: a NAT may have given the peer another one. That is no
     * consent to send there (RFC 7675 §5.1), so it is asked.
     */
    void ask(Endpoint there) {
        Generation carrying = newestSettled();
        byte[] check = carrying == null ? null : carrying.question();
        if (check != null && loop.now() - askAgainNs >= 0) {
            askAgainNs = loop.now() + ASK_NS;
            question = check;
            asked = sent(there, check);
        }
    }

    private void follow(Route there) {
        asked = null;
        Peer before = there.own(peer);
        if (before != null) {
            before.path().lost(there);
        }
        route = there;
        heardNs = loop.now();
        peer.reconsider();
    }

    void sendCheck(Endpoint to, byte[] stun) {
        if (!peer.hasEnded()) {
            var _ = sent(to, stun);
        }
    }

    private Route sent(Endpoint to, byte[] check) {
        Route way = loop.doorway().route(to);
        way.ask(peer);
        remember(way);
        loop.send(way, check, check.length);
        return way;
    }

    void nominated(String ufrag, Endpoint to) {
        Generation generation = generations.get(ufrag);
        if (generation == null || peer.hasEnded()) {
            return;
        }
        Route chosen = loop.doorway().route(to);
        remember(chosen);
        settle(generation, chosen);
    }

    /** The controlling side has chosen; older credentials have had their time (RFC 8445 §9). */
    private void settle(Generation generation, Route chosen) {
        generation.settle(loop.now());
        route = chosen;
        heardNs = loop.now();
        generations.values().stream()
                .filter(older -> older != generation)
                .toList()
                .forEach(this::retire);
        peer.reconsider();
    }

    /** From now on the peer's own checks decide: the loop answers them. */
    void agentFailed(String ufrag) {
        Generation generation = generations.get(ufrag);
        if (generation != null) {
            generation.settle(loop.now());
        }
    }

    /** Another transport has proved that the address is its own now. */
    void lost(Route gone) {
        routes.remove(gone);
        if (gone == route) {
            route = null;
        }
    }

    private void remember(Route seen) {
        routes.add(seen);
        if (routes.size() > MOST_ROUTES) {
            Route oldest = routes.stream()
                    .filter(known -> known != route && known != seen)
                    .findFirst()
                    .orElseThrow();
            routes.remove(oldest);
            loop.doorway().forget(oldest, peer);
        }
    }

    private @Nullable Generation current() {
        Generation newest = null;
        for (Generation generation : generations.values()) {
            newest = generation;
        }
        return newest;
    }

    private @Nullable Generation newestSettled() {
        Generation newest = null;
        for (Generation generation : generations.values()) {
            newest = generation.settled() ? generation : newest;
        }
        return newest;
    }

    private void retire(Generation generation) {
        generations.remove(generation.local().ufrag());
        loop.doorway().forget(generation.local().ufrag());
        generation.agent().close();
    }

    // Life

    void tick(long nowNs, Deadlines deadlines) {
        for (Generation generation : generations.values()) {
            generation.tick(nowNs, deadlines);
        }
    }

    void release() {
        List.copyOf(generations.values()).forEach(this::retire);
        for (Route known : routes) {
            loop.doorway().forget(known, peer);
        }
        routes.clear();
        route = null;
    }
}
