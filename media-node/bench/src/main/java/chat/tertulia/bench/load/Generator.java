package chat.tertulia.bench.load;

import chat.tertulia.node.dtls.NodeCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** All peers of one case. */
public final class Generator implements AutoCloseable {
    private static final NodeCertificate CERTIFICATE = NodeCertificate.create();
    private static final int SOCKET_BUFFER = 1 << 20;
    private static final long DRAIN_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final InetAddress address;
    private final Receiver receiver = new Receiver();
    private final Pacer pacer = new Pacer();
    private final List<Peer> peers = new CopyOnWriteArrayList<>();
    private final List<Talker> talkers = new CopyOnWriteArrayList<>();

    public Generator(InetAddress address) throws IOException {
        this.address = address;
    }

    public InetAddress address() {
        return address;
    }

    /** A peer with a socket and credentials, not yet connected. */
    public Peer open() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
        channel.bind(new InetSocketAddress(address, 0));
        Peer peer = new Peer(channel, CERTIFICATE, receiver);
        peers.add(peer);
        return peer;
    }

    /** Keeps a connected peer alive: reports, consent. */
    public void keep(Peer peer) {
        pacer.add(peer);
    }

    /** Begins to send. */
    public Talker talk(Seat seat, Peer peer) {
        Talker talker = new Talker(seat, peer);
        talkers.add(talker);
        pacer.add(talker);
        return talker;
    }

    /** Different streams that peers hear. */
    public long streamsHeard() {
        return peers.stream().mapToLong(Peer::heard).sum();
    }

    public List<Peer> peers() {
        return peers;
    }

    /** Packets received so far: cheap, exact at any time. */
    public long received() {
        return receiver.received();
    }

    /** Stops all media for a moment, so that what was sent can be compared with what came; then goes on. */
    public Totals settledTotals() {
        pacer.quiet(true);
        LockSupport.parkNanos(DRAIN_NS);
        long owed = talkers.stream().mapToLong(Talker::owed).sum();
        long missing = peers.stream().mapToLong(Peer::missing).sum();
        Totals totals = new Totals(owed, receiver.received(), missing, receiver.strange());
        pacer.quiet(false);
        return totals;
    }

    public LatencyHistogram newLatency() {
        return receiver.newLatency();
    }

    public double lateShare() {
        return pacer.lateShare();
    }

    public void forgetLateness() {
        pacer.forgetLateness();
    }

    @Override
    public void close() throws IOException {
        pacer.close();
        receiver.close();
        for (Peer peer : peers) {
            peer.close();
        }
    }
}
