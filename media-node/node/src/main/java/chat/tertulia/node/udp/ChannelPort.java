package chat.tertulia.node.udp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/** A port by java.nio: one system call a datagram, on any system. Owned by: one loop. */
public final class ChannelPort implements UdpPort {
    /** Datagrams taken from one channel before timers and mailbox get their turn. */
    private static final int BATCH = 64;

    /** Larger than any datagram WebRTC sends; longer ones are cut and then fail their authentication. */
    private static final int DATAGRAM = 2048;

    private static final int SOCKET_BUFFER = 4 << 20;

    private final Selector selector;
    private final List<DatagramChannel> channels;
    private final List<InetAddress> addresses;
    private final int port;
    private final ByteBuffer in = ByteBuffer.allocateDirect(DATAGRAM);
    private final ByteBuffer out = ByteBuffer.allocateDirect(DATAGRAM);
    private final byte[] received = new byte[DATAGRAM];
    private final Endpoint from = new Endpoint();

    private ChannelPort(Selector selector, List<DatagramChannel> channels, List<InetAddress> addresses, int port) {
        this.selector = selector;
        this.channels = channels;
        this.addresses = addresses;
        this.port = port;
    }

    /** Binds the port on every address; 0 takes a free one and the same number on all. */
    public static ChannelPort open(List<InetAddress> addresses, int port) throws IOException {
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
            sink.datagram(from, received, length);
        }
    }

    @Override
    public boolean send(Endpoint to, byte[] data, int offset, int length) {
        if (length > DATAGRAM) {
            return false;
        }
        out.clear();
        out.put(data, offset, length).flip();
        try {
            return channels.get(to.local()).send(out, to.toSocketAddress()) == length;
        } catch (IOException unreachable) {
            // No route, a port that is closed, a full buffer: what a lossy network does as well.
            return false;
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
}
