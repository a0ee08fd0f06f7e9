package chat.tertulia.node.ice;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.ice4j.socket.IceSocketWrapper;
import org.jspecify.annotations.Nullable;

/** The socket that ice4j believes in: STUN from the loop comes out of it, and what goes in is posted to the loop. */
final class VirtualSocket extends IceSocketWrapper {
    private static final int WAITING = 64;

    /** ice4j asks whether there is a UDP socket and never uses it; one, unbound, is enough for all. */
    private static final DatagramSocket KIND = unbound();

    private final InetSocketAddress local;
    private final int index;
    private final IceAgent.Listener listener;
    private final BlockingQueue<DatagramPacket> arrived = new ArrayBlockingQueue<>(WAITING);
    private volatile boolean closed;

    VirtualSocket(InetSocketAddress local, int index, IceAgent.Listener listener) {
        this.local = local;
        this.index = index;
        this.listener = listener;
    }

    /** A full queue drops: STUN is repeated. */
    void offer(InetSocketAddress remote, byte[] data) {
        var _ = arrived.offer(new DatagramPacket(data, data.length, remote));
    }

    int index() {
        return index;
    }

    @Override
    public void send(DatagramPacket packet) {
        byte[] data = new byte[packet.getLength()];
        System.arraycopy(packet.getData(), packet.getOffset(), data, 0, data.length);
        if (!closed) {
            listener.send(index, new InetSocketAddress(packet.getAddress(), packet.getPort()), data);
        }
    }

    @Override
    public void receive(DatagramPacket packet) throws SocketException {
        try {
            DatagramPacket next = arrived.take();
            if (closed) {
                throw new SocketException("closed");
            }
            packet.setSocketAddress(next.getSocketAddress());
            System.arraycopy(next.getData(), 0, packet.getData(), 0, next.getLength());
            packet.setLength(next.getLength());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new SocketException("interrupted");
        }
    }

    @Override
    public void close() {
        closed = true;
        arrived.clear();
        // Wakes the thread that waits in receive.
        var _ = arrived.offer(new DatagramPacket(new byte[0], 0));
    }

    @Override
    public InetAddress getLocalAddress() {
        return local.getAddress();
    }

    @Override
    public int getLocalPort() {
        return local.getPort();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return local;
    }

    @Override
    public @Nullable Socket getTCPSocket() {
        return null;
    }

    @Override
    public DatagramSocket getUDPSocket() {
        return KIND;
    }

    private static DatagramSocket unbound() {
        try {
            return new DatagramSocket((SocketAddress) null);
        } catch (SocketException noDescriptors) {
            throw new IllegalStateException(noDescriptors);
        }
    }
}
