package chat.tertulia.node.tcp;

import chat.tertulia.node.udp.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Listens, accepts within bounds, and reads all connections. Owned by: its one thread; others only post. */
public final class TcpServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TcpServer.class.getName());
    private static final long TICK_MS = 250;
    private static final int BACKLOG = 128;
    /** The local indexes of UDP ports are below it: a source is another one by TCP than by UDP. */
    private static final int FIRST_LOCAL = 1 << 16;

    /** Unsent bytes that the kernel keeps: small, so that what is late is dropped here and not delivered late. */
    private static final int SEND_BUFFER = 64 * 1024;

    private final TcpSetting setting;
    private final Selector selector;
    private final Map<TcpConnection, Long> strangersSinceNs = new HashMap<>();
    private final Queue<TcpConnection> woken = new ConcurrentLinkedQueue<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(16 * 1024);
    private final LongAdder refused = new LongAdder();
    private final Thread thread;
    private long reviewedNs = System.nanoTime();
    private final AtomicInteger connections = new AtomicInteger();
    private int listening;
    private volatile boolean stopping;

    private TcpServer(TcpSetting setting) throws IOException {
        this.setting = setting;
        this.selector = Selector.open();
        this.thread = Thread.ofPlatform().name("tcp").unstarted(this::run);
    }

    public static TcpServer open(TcpSetting setting) throws IOException {
        return new TcpServer(setting);
    }

    /** On all addresses or, when one refuses, on none. Before {@link #start}. */
    public void listen(List<InetAddress> addresses, int port, FrameSink sink) throws IOException {
        List<ServerSocketChannel> bound = new ArrayList<>();
        try {
            for (InetAddress address : addresses) {
                ServerSocketChannel channel = ServerSocketChannel.open();
                bound.add(channel);
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                channel.bind(new InetSocketAddress(address, port), BACKLOG);
                channel.configureBlocking(false);
            }
            for (ServerSocketChannel channel : bound) {
                channel.register(
                        selector, SelectionKey.OP_ACCEPT, new Listening(channel, FIRST_LOCAL + listening++, sink));
            }
        } catch (IOException taken) {
            bound.forEach(TcpServer::shut);
            throw new IOException("TCP port " + port + " cannot be used: " + taken.getMessage(), taken);
        }
    }

    public void start() {
        thread.start();
    }

    public int connections() {
        return connections.get();
    }

    /** Connections turned away at the door: there were too many. */
    public long refused() {
        return refused.sum();
    }

    @Override
    public void close() {
        stopping = true;
        if (thread.getState() == Thread.State.NEW) {
            closeAll();
            return;
        }
        try {
            // The thread looks up by itself, too; waking it only saves that moment.
            wake();
            thread.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /** Something about the connection has changed. Any thread. */
    void wakeFor(TcpConnection connection) {
        woken.add(connection);
        if (!Thread.currentThread().equals(thread)) {
            wake();
        }
    }

    private void wake() {
        try {
            selector.wakeup();
        } catch (ClosedSelectorException ended) {
            // Nobody is left to be woken.
        }
    }

    private record Listening(ServerSocketChannel channel, int local, FrameSink sink) {}

    private void run() {
        try {
            while (!stopping) {
                selector.select(TICK_MS);
                for (SelectionKey key : selector.selectedKeys()) {
                    ready(key);
                }
                selector.selectedKeys().clear();
                reviewWoken();
                reviewAll(System.nanoTime());
            }
        } catch (IOException | RuntimeException broken) {
            LOG.log(Level.SEVERE, "ICE-TCP has ended", broken);
        } finally {
            closeAll();
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof Listening listening) {
            accept(listening, key);
        } else if (key.attachment() instanceof TcpConnection connection) {
            serveOrEnd(connection, key);
        }
    }

    /** Without descriptors there is no accepting: the door stays shut until the next tick, and those inside go on. */
    private void accept(Listening listening, SelectionKey key) {
        try {
            accept(listening);
        } catch (IOException exhausted) {
            LOG.log(Level.WARNING, "A connection could not be accepted", exhausted);
            refused.increment();
            key.interestOps(0);
        }
    }

    /** A bug ends one connection, never all of them. */
    private void serveOrEnd(TcpConnection connection, SelectionKey key) {
        try {
            review(connection, key, !key.isValid() || serve(connection, key));
        } catch (RuntimeException bug) {
            LOG.log(Level.SEVERE, "A bug ended a TCP connection", bug);
            end(connection);
        }
    }

    private boolean serve(TcpConnection connection, SelectionKey key) {
        boolean wrote = !key.isWritable() || connection.write();
        return wrote && (!key.isReadable() || read(connection));
    }

    private void accept(Listening listening) throws IOException {
        for (SocketChannel channel = listening.channel().accept();
                channel != null;
                channel = listening.channel().accept()) {
            InetSocketAddress remote = peerOf(channel);
            if (remote == null || !welcome(remote.getAddress())) {
                refused.increment();
                channel.close();
                continue;
            }
            try {
                admit(listening, channel, remote);
            } catch (IOException resetAlready) {
                channel.close();
            }
        }
    }

    private void admit(Listening listening, SocketChannel channel, InetSocketAddress remote) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
        TcpConnection connection =
                new TcpConnection(this, channel, Endpoint.of(listening.local(), remote), listening.sink());
        channel.register(selector, SelectionKey.OP_READ, connection);
        strangersSinceNs.put(connection, System.nanoTime());
        connections.incrementAndGet();
    }

    private static @Nullable InetSocketAddress peerOf(SocketChannel channel) {
        try {
            return (InetSocketAddress) channel.getRemoteAddress();
        } catch (IOException goneAlready) {
            return null;
        }
    }

    private boolean welcome(InetAddress address) {
        long ofAddress = strangersSinceNs.keySet().stream()
                .filter(stranger ->
                        stranger.endpoint().toSocketAddress().getAddress().equals(address))
                .count();
        return connections.get() < setting.connections()
                && strangersSinceNs.size() < setting.strangers()
                && ofAddress < setting.strangersOfOneAddress();
    }

    private boolean read(TcpConnection connection) {
        try {
            in.clear().limit(connection.appetite(in.capacity()));
            int count = connection.channel().read(in);
            return count >= 0 && connection.take(in.flip());
        } catch (IOException reset) {
            return false;
        }
    }

    private void reviewWoken() {
        for (TcpConnection connection = woken.poll(); connection != null; connection = woken.poll()) {
            SelectionKey key = connection.channel().keyFor(selector);
            if (key != null) {
                review(connection, key, true);
            }
        }
    }

    private void review(TcpConnection connection, SelectionKey key, boolean lives) {
        if (connection.isClaimed()) {
            strangersSinceNs.remove(connection);
        }
        if (!lives || connection.isClosed() || !key.isValid()) {
            end(connection);
        } else if (key.interestOps() != connection.interest()) {
            key.interestOps(connection.interest());
        }
    }

    /** Strangers whose time is over, and peers that take nothing. */
    private void reviewAll(long nowNs) {
        if (nowNs - reviewedNs < TimeUnit.MILLISECONDS.toNanos(TICK_MS)) {
            return;
        }
        reviewedNs = nowNs;
        long patienceNs = setting.patience().toNanos();
        for (TcpConnection stranger : List.copyOf(strangersSinceNs.keySet())) {
            Long since = strangersSinceNs.get(stranger);
            if (since != null && nowNs - since > patienceNs) {
                end(stranger);
            }
        }
        for (SelectionKey key : List.copyOf(selector.keys())) {
            if (key.attachment() instanceof TcpConnection connection && connection.stalled(nowNs, patienceNs)) {
                end(connection);
            } else if (key.attachment() instanceof Listening) {
                key.interestOps(SelectionKey.OP_ACCEPT);
            }
        }
    }

    private void end(TcpConnection connection) {
        SelectionKey key = connection.channel().keyFor(selector);
        strangersSinceNs.remove(connection);
        if (key == null || key.attachment() == null) {
            return;
        }
        key.attach(null);
        connections.decrementAndGet();
        shut(connection.channel());
        connection.close();
        connection.sink().closed(connection);
    }

    private void closeAll() {
        for (SelectionKey key : List.copyOf(selector.keys())) {
            if (key.attachment() instanceof TcpConnection connection) {
                end(connection);
            } else {
                shut(key.channel());
            }
        }
        try {
            selector.close();
        } catch (IOException unheard) {
            throw new UncheckedIOException(unheard);
        }
    }

    private static void shut(Channel channel) {
        try {
            channel.close();
        } catch (ClosedChannelException already) {
            // What was wanted.
        } catch (IOException unheard) {
            LOG.log(Level.FINE, "Closing a connection", unheard);
        }
    }
}
