package chat.tertulia.node.udp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A port by java.nio: one system call a datagram, on any system. Owned by: one loop. */
final class ChannelPort implements UdpPort {
    /** Datagrams taken from one channel before timers and mailbox get their turn. */
    private static final int BATCH = 64;

    private static final int SOCKET_BUFFER = 4 << 20;

    private final Selector selector;
    private final List<DatagramChannel> channels;
    private final List<InetAddress> addresses;
    private final int port;
    private final ByteBuffer in = ByteBuffer.allocateDirect(LONGEST);
    private final ByteBuffer out = ByteBuffer.allocateDirect(LONGEST);
    private final MemorySegment slots = MemorySegment.ofBuffer(out);
    private final PortCounters counters = new PortCounters();
    private final byte[] received = new byte[LONGEST];
    private final Endpoint from = new Endpoint();

    private ChannelPort(Selector selector, List<DatagramChannel> channels, List<InetAddress> addresses, int port) {
        this.selector = selector;
        this.channels = channels;
        this.addresses = addresses;
        this.port = port;
    }

    /** Binds the port on every address; 0 takes a free one and the same number on all. */
    static ChannelPort open(List<InetAddress> addresses, int port) throws IOException {
        Selector selector = Selector.open();
        List<DatagramChannel> channels = new ArrayList<>();
        try {
            int chosen = port;
            for (InetAddress address : addresses) {
                DatagramChannel channel = DatagramChannel.open();
                channels.add(channel);
                channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
                channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
                channel.bind(new InetSocketAddress(address, chosen));
                chosen = ((InetSocketAddress) channel.getLocalAddress()).getPort();
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, channels.size() - 1);
            }
            return new ChannelPort(selector, channels, List.copyOf(addresses), chosen);
        } catch (IOException refused) {
            for (DatagramChannel channel : channels) {
                channel.close();
            }
            selector.close();
            throw refused;
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public List<InetAddress> addresses() {
        return addresses;
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public void receive(long waitNs, DatagramSink sink) {
        try {
            if (waitNs <= 0) {
                selector.selectNow();
            } else {
                selector.select((waitNs + 999_999) / 1_000_000);
            }
            for (SelectionKey key : selector.selectedKeys()) {
                drain((Integer) key.attachment(), sink);
            }
            selector.selectedKeys().clear();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void pause(long ns) {
        LockSupport.parkNanos(ns);
    }

    private void drain(int local, DatagramSink sink) throws IOException {
        DatagramChannel channel = channels.get(local);
        for (int i = 0; i < BATCH; i++) {
            in.clear();
            InetSocketAddress remote = (InetSocketAddress) channel.receive(in);
            if (remote == null) {
                return;
            }
            in.flip();
            int length = in.remaining();
            in.get(received, 0, length);
            from.show(local, remote);
            counters.received(1);
            sink.datagram(from, received, length);
        }
    }

    @Override
    public MemorySegment slots() {
        return slots;
    }

    @Override
    public long slot() {
        return 0;
    }

    @Override
    public void send(Endpoint to, int length) {
        out.limit(length).position(0);
        counters.sendCall();
        try {
            if (channels.get(to.local()).send(out, to.toSocketAddress()) == length) {
                counters.sent(1, length);
            } else {
                counters.congested(1);
            }
        } catch (IOException | UnsupportedAddressTypeException unreachable) {
            // No route, or a family that the socket cannot reach: what a lossy network does as well.
            counters.refused(1);
        }
    }

    @Override
    public void flush() {
        // Nothing is held back: every send is a system call of its own.
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    @Override
    public void close() {
        try {
            for (DatagramChannel channel : channels) {
                channel.close();
            }
            selector.close();
        } catch (IOException unheard) {
            throw new UncheckedIOException(unheard);
        }
    }

    @Override
    public String toString() {
        return "java.nio";
    }
}
