package chat.tertulia.node.loop;

import chat.tertulia.control.Command.IceCandidate;
import chat.tertulia.control.Command.IceParameters;
import chat.tertulia.control.NodeEvent.TransportState;
import chat.tertulia.media.rewrite.PlainPacket;
import chat.tertulia.node.dtls.DtlsAssociation;
import chat.tertulia.node.dtls.Fingerprint;
import chat.tertulia.node.dtls.SrtpKeys;
import chat.tertulia.node.ice.BindingResponse;
import chat.tertulia.node.ice.StunMessage;
import chat.tertulia.node.srtp.SrtpSession;
import chat.tertulia.node.udp.Endpoint;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One transport: its ICE generations, its path, its DTLS association, its SRTP keys. Owned by: the loop of its room. Agents
 * and associations work elsewhere and post back.
 */
final class Peer {
    private static final int EARLY_DTLS = 8;
    private static final int MOST_ROUTES = 32;
    private static final int MOST_DATA_WAITING = 256;

    /** 32 pairs every 50 ms are 640 checks a second (RFC 8445 §14), for the seconds until a path is found. */
    private static final int CHECKS = 200;

    private static final int CHECKS_BURST = 4000;

    /** Where the transport is in its life; NEW is no state for the server. */
    private enum Stage {
        NEW,
        CONNECTED,
        DISCONNECTED,
        FAILED,
        CLOSED
    }

    private final MediaLoop loop;
    private final LoopRoom room;
    private final String transportId;
    private final int handle;
    private final Map<String, Generation> generations = new LinkedHashMap<>();
    private final Set<Route> routes = new LinkedHashSet<>();
    private final Queue<byte[]> earlyDtls = new ArrayDeque<>();
    private final TokenBuckets checks;
    private @Nullable Fingerprint fingerprint;
    private @Nullable DtlsAssociation dtls;
    private @Nullable Route dtlsRoute;
    private @Nullable SrtpSession srtp;
    private @Nullable SealedPackets kept;
    private final AtomicInteger dataWaiting = new AtomicInteger();
    private final AtomicInteger dataFlood = new AtomicInteger();
    private boolean secured;
    private @Nullable Route path;
    private Stage stage = Stage.NEW;
    private long sinceNs;
    private long heardNs;
    private long packetsIn;
    private long packetsOut;

    Peer(MediaLoop loop, LoopRoom room, String transportId, int handle) {
        this.loop = loop;
        this.room = room;
        this.transportId = transportId;
        this.handle = handle;
        this.sinceNs = loop.now();
        this.checks = new TokenBuckets(1, CHECKS, CHECKS_BURST, loop.now());
    }

    String transportId() {
        return transportId;
    }

    LoopRoom room() {
        return room;
    }

    int handle() {
        return handle;
    }

    long packetsIn() {
        return packetsIn;
    }

    long packetsOut() {
        return packetsOut;
    }

    @Nullable
    TransportState state() {
        return switch (stage) {
            case CONNECTED -> TransportState.CONNECTED;
            case DISCONNECTED -> TransportState.DISCONNECTED;
            case FAILED -> TransportState.FAILED;
            case NEW, CLOSED -> null;
        };
    }

    boolean hasEnded() {
        return stage == Stage.FAILED || stage == Stage.CLOSED;
    }

    // Signalling

    /** A generation still waiting for its path gives way to the new one; the one that carries media stays. */
    void open(Generation generation) {
        Generation current = current();
        if (current != null && !current.settled() && generations.size() > 1) {
            retire(current);
        }
        generations.put(generation.local().ufrag(), generation);
        loop.doorway().expect(generation.local().ufrag(), this);
    }

    /** False when the fingerprint is none, or another one than before: one transport is one peer. */
    boolean remote(IceParameters ice, String fingerprintText, List<IceCandidate> candidates) {
        Fingerprint announced = Fingerprint.parse(fingerprintText);
        if (announced == null || (fingerprint != null && !fingerprint.equals(announced))) {
            return false;
        }
        fingerprint = announced;
        start(ice, candidates);
        beginDtls();
        return true;
    }

    void start(IceParameters ice, List<IceCandidate> candidates) {
        Generation current = current();
        if (current != null) {
            current.agent().start(ice, candidates);
        }
    }

    void candidates(List<IceCandidate> candidates) {
        Generation current = current();
        if (current != null) {
            current.agent().add(candidates);
        }
    }

    // Connectivity

    boolean signed(String ufrag, StunMessage request) {
        Generation generation = generations.get(ufrag);
        return generation != null && request.signedBy(generation.key());
    }

    /** A signed request; the route is this peer's. */
    void check(String ufrag, Route route, StunMessage request, byte[] data, int length) {
        if (!checks.take(0, loop.now())) {
            loop.counters().drop(Drop.STUN_TOO_MANY);
            return;
        }
        remember(route);
        Generation generation = generations.get(ufrag);
        if (generation == null) {
            return;
        }
        boolean byTcp = route.carrier() != null;
        if (!generation.settled() && !byTcp) {
            // So that the agent asks back (RFC 8445 §7.3.1.4), which opens a NAT on our side. It knows nothing of TCP.
            generation.agent().receive(route.local(), route.remote(), data, length);
        }
        // Answered here at once, with no thread to wake up: the first answer is what a call waits for.
        byte[] response = BindingResponse.to(request, route.remote(), generation.key());
        if (!request.affords(response)) {
            loop.counters().drop(Drop.STUN_TOO_SHORT);
            return;
        }
        loop.send(route, response, response.length);
        if (request.useCandidate() && !generation.settled()) {
            settle(generation, route);
        } else if (request.useCandidate() && generation == newestSettled()) {
            path = route;
        }
        if (hearOn(route)) {
            reconsider();
        }
    }

    /** Consent is for the path in use: a check elsewhere says nothing of it. */
    private boolean hearOn(Route route) {
        boolean inUse = route == path;
        heardNs = inUse ? loop.now() : heardNs;
        return inUse;
    }

    void checkAnswered(Route route, byte[] data, int length) {
        for (Generation generation : generations.values()) {
            if (!generation.settled()) {
                generation.agent().receive(route.local(), route.remote(), data, length);
            }
        }
    }

    void sendCheck(Endpoint to, byte[] stun) {
        if (!hasEnded()) {
            Route route = loop.doorway().route(to);
            route.ask(this);
            remember(route);
            loop.send(route, stun, stun.length);
        }
    }

    void nominated(String ufrag, Endpoint to) {
        Generation generation = generations.get(ufrag);
        if (generation == null || hasEnded()) {
            return;
        }
        Route route = loop.doorway().route(to);
        remember(route);
        settle(generation, route);
    }

    /** The controlling side has chosen; older credentials have had their time (RFC 8445 §9). */
    private void settle(Generation generation, Route route) {
        generation.settle(loop.now());
        path = route;
        heardNs = loop.now();
        generations.values().stream()
                .filter(older -> older != generation)
                .toList()
                .forEach(this::retire);
        reconsider();
    }

    /** From now on the peer's own checks decide: the loop answers them. */
    void agentFailed(String ufrag) {
        Generation generation = generations.get(ufrag);
        if (generation != null) {
            generation.settle(loop.now());
        }
    }

    /** Another transport has proved that the address is its own now. */
    void lost(Route route) {
        routes.remove(route);
        if (route == path) {
            path = null;
        }
    }

    private void remember(Route route) {
        routes.add(route);
        if (routes.size() > MOST_ROUTES) {
            Route oldest = routes.stream()
                    .filter(known -> known != path && known != route)
                    .findFirst()
                    .orElseThrow();
            routes.remove(oldest);
            loop.doorway().forget(oldest, this);
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

    // DTLS

    void dtls(Route route, byte[] data, int length) {
        dtlsRoute = route;
        if (dtls != null) {
            dtls.receive(data, length);
        } else if (stage == Stage.NEW && earlyDtls.size() < EARLY_DTLS) {
            byte[] copy = new byte[length];
            System.arraycopy(data, 0, copy, 0, length);
            earlyDtls.add(copy);
            beginDtls();
        } else {
            loop.counters().drop(Drop.DTLS_EARLY);
            beginDtls();
        }
    }

    private void beginDtls() {
        Fingerprint expected = fingerprint;
        if (expected == null
                || dtls != null
                || earlyDtls.isEmpty()
                || !loop.guards().admitHandshake(loop.now())) {
            return;
        }
        dtls = loop.associate(expected, new Association());
        for (byte[] packet = earlyDtls.poll(); packet != null; packet = earlyDtls.poll()) {
            dtls.receive(packet, packet.length);
        }
    }

    private void secured(@Nullable SrtpKeys keys) {
        if (stage == Stage.NEW) {
            loop.counters().handshakes++;
            secured = true;
            srtp = keys == null ? null : loop.srtp().ofServer(keys);
            reconsider();
        }
    }

    private void ended(DtlsAssociation.Reason reason) {
        if (reason != DtlsAssociation.Reason.CLOSED_BY_PEER) {
            loop.counters().handshakesFailed++;
        }
        fail();
    }

    /** Speaks from the association's thread, so everything is posted. */
    private final class Association implements DtlsAssociation.Listener {
        @Override
        public void send(byte[] datagram) {
            loop.post(() -> {
                Route route = path != null ? path : dtlsRoute;
                if (route != null) {
                    loop.send(route, datagram, datagram.length);
                }
            });
        }

        @Override
        public void established(@Nullable SrtpKeys keys) {
            loop.post(() -> secured(keys));
        }

        @Override
        public void data(byte[] packet) {
            // Bounded here, since the mailbox is not: what is too much is lost, and SCTP sends it again.
            if (dataWaiting.incrementAndGet() > MOST_DATA_WAITING) {
                dataWaiting.decrementAndGet();
                dataFlood.incrementAndGet();
                return;
            }
            loop.post(() -> dataArrived(packet));
        }

        @Override
        public void ended(DtlsAssociation.Reason reason) {
            loop.post(() -> Peer.this.ended(reason));
        }
    }

    // Data

    private void dataArrived(byte[] packet) {
        dataWaiting.decrementAndGet();
        for (int flooded = dataFlood.getAndSet(0); flooded > 0; flooded--) {
            loop.counters().drop(Drop.DATA_FLOOD);
        }
        if (!hasEnded()) {
            room.receiveData(this, packet);
        }
    }

    /** The array is the association's from now on. */
    void transmitData(byte[] packet) {
        DtlsAssociation association = dtls;
        if (association == null || stage != Stage.CONNECTED || !association.send(packet)) {
            loop.counters().drop(Drop.DATA_OUT_REFUSED);
        }
    }

    // Media

    void media(byte[] data, int length) {
        SrtpSession session = srtp;
        if (session == null || length < 2) {
            loop.counters().drop(session == null ? Drop.MEDIA_EARLY : Drop.SRTP_MALFORMED);
            return;
        }
        // RFC 5761 §4: RTCP packet types 192 to 223 lie where RTP has the payload types 64 to 95.
        int kind = data[1] & 0x7F;
        boolean rtcp = kind >= 64 && kind < 96;
        int plain = rtcp ? session.unprotectRtcp(data, 0, length) : session.unprotectRtp(data, 0, length);
        if (plain < 0) {
            loop.counters().drop(reason(plain));
        } else {
            packetsIn++;
            room.receive(this, data, plain);
        }
    }

    /** Encrypts straight into the port's memory. */
    void transmit(PlainPacket packet) {
        SrtpSession session = srtp;
        Route route = path;
        if (session == null || route == null || stage != Stage.CONNECTED) {
            loop.counters().drop(Drop.OUT_NO_PATH);
            return;
        }
        int size = session.protectRtp(packet, loop.slots(), loop.slot());
        if (size < 0) {
            loop.counters().drop(size == SrtpSession.REPEATED ? Drop.OUT_REPEATED : Drop.OUT_REFUSED);
            return;
        }
        if (packet.place() != PlainPacket.NOWHERE) {
            kept().keep(packet.place(), loop.slots(), loop.slot(), size);
        }
        sent(size);
        loop.send(route, size);
    }

    private SealedPackets kept() {
        SealedPackets known = kept == null ? new SealedPackets() : kept;
        kept = known;
        return known;
    }

    /** Sends the same bytes once more: nothing is protected anew. */
    void repeat(int place) {
        Route route = path;
        int size = kept().size(place);
        if (route == null || stage != Stage.CONNECTED || size == 0) {
            loop.counters().drop(Drop.OUT_NO_PATH);
            return;
        }
        sent(size);
        loop.send(route, kept().bytes(place), size);
    }

    /** The array has room for tag and index. */
    void transmitRtcp(byte[] data, int length) {
        SrtpSession session = srtp;
        Route route = path;
        if (session == null || route == null || stage != Stage.CONNECTED) {
            loop.counters().drop(Drop.OUT_NO_PATH);
            return;
        }
        int size = session.protectRtcp(data, 0, length);
        if (size < 0) {
            loop.counters().drop(Drop.OUT_REFUSED);
            return;
        }
        sent(size);
        loop.send(route, data, size);
    }

    private void sent(int size) {
        packetsOut++;
        loop.counters().packetsOut++;
        loop.counters().bytesOut += size;
    }

    private static Drop reason(int result) {
        return switch (result) {
            case SrtpSession.REPLAYED -> Drop.SRTP_REPLAYED;
            case SrtpSession.FORGED -> Drop.SRTP_FORGED;
            case SrtpSession.TOO_MANY_STREAMS -> Drop.SRTP_TOO_MANY_STREAMS;
            default -> Drop.SRTP_MALFORMED;
        };
    }

    // Life

    private void reconsider() {
        boolean usable = secured && path != null;
        if (usable && (stage == Stage.NEW || stage == Stage.DISCONNECTED)) {
            enter(Stage.CONNECTED);
            room.connected(this);
        }
    }

    /** About once a second. True when the node shall forget the transport by itself. */
    boolean tick(long nowNs, Deadlines deadlines) {
        for (Generation generation : generations.values()) {
            generation.tick(nowNs, deadlines);
        }
        long inStage = nowNs - sinceNs;
        switch (stage) {
            case NEW -> {
                if (inStage > deadlines.connect().toNanos()) {
                    fail();
                }
            }
            case CONNECTED -> {
                if (nowNs - heardNs > deadlines.consent().toNanos()) {
                    enter(Stage.DISCONNECTED);
                    room.disconnected(this);
                }
            }
            case DISCONNECTED, FAILED -> {
                return inStage > deadlines.orphan().toNanos();
            }
            case CLOSED -> {}
        }
        return false;
    }

    /** Nothing more in or out; the server is told and closes it. */
    void fail() {
        if (stage == Stage.FAILED || stage == Stage.CLOSED) {
            return;
        }
        boolean wasConnected = stage == Stage.CONNECTED;
        enter(Stage.FAILED);
        release();
        if (wasConnected) {
            room.disconnected(this);
        }
    }

    void close() {
        if (stage != Stage.CLOSED) {
            stage = Stage.CLOSED;
            release();
        }
    }

    private void enter(Stage next) {
        stage = next;
        sinceNs = loop.now();
        room.stateChanged(this);
    }

    private void release() {
        List.copyOf(generations.values()).forEach(this::retire);
        for (Route route : routes) {
            loop.doorway().forget(route, this);
        }
        routes.clear();
        earlyDtls.clear();
        path = null;
        SrtpSession session = srtp;
        secured = false;
        srtp = null;
        kept = null;
        if (session != null) {
            session.close();
        }
        if (dtls != null) {
            dtls.close();
        }
    }
}
