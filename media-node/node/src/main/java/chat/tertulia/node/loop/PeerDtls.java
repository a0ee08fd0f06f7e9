package chat.tertulia.node.loop;

import chat.tertulia.node.dtls.DtlsAssociation;
import chat.tertulia.node.dtls.Fingerprint;
import chat.tertulia.node.dtls.SrtpKeys;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A peer's DTLS association, from the first datagram on. Owned by: the loop; what it hears as a listener comes on the
 * association's thread and is posted.
 */
final class PeerDtls implements DtlsAssociation.Listener {
    private static final int MOST_EARLY = 8;
    private static final int MOST_DATA_WAITING = 256;

    private final MediaLoop loop;
    private final Peer peer;
    private final Queue<byte[]> early = new ArrayDeque<>();
    private final AtomicInteger dataWaiting = new AtomicInteger();
    private final AtomicInteger dataFlood = new AtomicInteger();
    private @Nullable Fingerprint expected;
    private @Nullable DtlsAssociation association;
    private @Nullable Route lastRoute;

    PeerDtls(MediaLoop loop, Peer peer) {
        this.loop = loop;
        this.peer = peer;
    }

    /** False when it is none, or another one than before: one transport is one peer. */
    boolean expects(String fingerprint) {
        Fingerprint announced = Fingerprint.parse(fingerprint);
        if (announced == null || (expected != null && !expected.equals(announced))) {
            return false;
        }
        expected = announced;
        return true;
    }

    /** @param isNew whether the peer may still begin */
    void receive(Route route, byte[] data, int length, boolean isNew) {
        lastRoute = route;
        if (association != null) {
            association.receive(data, length);
        } else if (isNew && early.size() < MOST_EARLY) {
            byte[] copy = new byte[length];
            System.arraycopy(data, 0, copy, 0, length);
            early.add(copy);
            begin();
        } else {
            loop.counters().drop(Drop.DTLS_EARLY);
            begin();
        }
    }

    /** As soon as it is known who is expected and somebody has begun. */
    void begin() {
        Fingerprint whom = expected;
        if (whom == null
                || association != null
                || early.isEmpty()
                || !loop.guards().admitHandshake(loop.now())) {
            return;
        }
        association = loop.associate(whom, this);
        for (byte[] packet = early.poll(); packet != null; packet = early.poll()) {
            association.receive(packet, packet.length);
        }
    }

    /** Application data; the array is the association's from now on. False when it was dropped. */
    boolean transmit(byte[] packet) {
        return association != null && association.send(packet);
    }

    void release() {
        early.clear();
        if (association != null) {
            association.close();
        }
    }

    // Listener

    @Override
    public void send(byte[] datagram) {
        loop.post(() -> {
            Route inUse = peer.path().route();
            Route route = inUse != null ? inUse : lastRoute;
            if (route != null) {
                loop.send(route, datagram, datagram.length);
            }
        });
    }

    @Override
    public void established(@Nullable SrtpKeys keys) {
        loop.post(() -> peer.secured(keys));
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
        loop.post(() -> peer.ended(reason));
    }

    private void dataArrived(byte[] packet) {
        dataWaiting.decrementAndGet();
        for (int flooded = dataFlood.getAndSet(0); flooded > 0; flooded--) {
            loop.counters().drop(Drop.DATA_FLOOD);
        }
        if (!peer.hasEnded()) {
            peer.room().receiveData(peer, packet);
        }
    }
}
