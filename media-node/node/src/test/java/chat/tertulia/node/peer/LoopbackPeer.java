package chat.tertulia.node.peer;

import chat.tertulia.control.Command.IceParameters;
import chat.tertulia.control.Reply.TransportOpened;
import chat.tertulia.node.dtls.DtlsClient;
import chat.tertulia.node.dtls.NodeCertificate;
import chat.tertulia.node.dtls.SrtpKeys;
import chat.tertulia.node.ice.BindingRequest;
import chat.tertulia.node.ice.BindingResponse;
import chat.tertulia.node.ice.StunMessage;
import chat.tertulia.node.srtp.SrtpSession;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.bouncycastle.tls.DTLSTransport;
import org.jspecify.annotations.Nullable;

/**
 * What a browser is to a node, on one UDP socket of the loopback interface: the controlling side of ICE, the DTLS client, and
 * SRTP. One virtual thread reads the socket; another is in the handshake.
 */
public final class LoopbackPeer implements AutoCloseable {
    private volatile DatagramSocket socket;
    private volatile Thread reader = Thread.currentThread();
    private final AtomicReference<IceParameters> local;
    private final AtomicReference<@Nullable IceParameters> remote = new AtomicReference<>();
    private final AtomicReference<@Nullable InetSocketAddress> node = new AtomicReference<>();
    /** One for who sends and one for the reader: a session belongs to one thread. */
    private final AtomicReference<@Nullable SrtpSession> out = new AtomicReference<>();

    private final AtomicReference<@Nullable SrtpSession> in = new AtomicReference<>();
    private final DtlsClient dtls;
    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>(100_000);
    private final AtomicLong answers = new AtomicLong();
    private final AtomicReference<@Nullable Socket> tcp = new AtomicReference<>();
    private volatile boolean hungUp;
    private volatile Consumer<byte[]> tap = _ -> {};
    private volatile Consumer<byte[]> ear = _ -> {};
    private volatile Consumer<byte[]> media = _ -> {};
    private volatile boolean present = true;
    private volatile boolean asking = true;
    /** Whoever has said that no more checks shall leave can rely on it. */
    private final Object turn = new Object();

    private volatile boolean reading = true;
    private volatile long consentMillis = 250;
    private volatile boolean closed;

    private LoopbackPeer(DatagramSocket socket, NodeCertificate certificate) {
        this.socket = socket;
        this.dtls = new DtlsClient(certificate, this::sendRaw);
        this.local = new AtomicReference<>(credentials());
    }

    /** What Chromium offers, in its order. */
    public static int[] browserProfiles() {
        return new int[] {1, 8, 7};
    }

    public static LoopbackPeer open() {
        return open(NodeCertificate.create());
    }

    public static LoopbackPeer open(NodeCertificate certificate) {
        try {
            LoopbackPeer peer = new LoopbackPeer(bind(), certificate);
            peer.listen();
            return peer;
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static DatagramSocket bind() throws IOException {
        return new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    }

    private void listen() {
        DatagramSocket own = socket;
        reader = Thread.ofVirtual().name("peer").start(() -> read(own));
    }

    /** Another address from now on, as when a telephone leaves the house; nothing that came to the one before arrives after. */
    public void move() {
        try {
            DatagramSocket before = socket;
            before.close();
            reader.join();
            socket = bind();
            listen();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sees what leaves. */
    public void tap(Consumer<byte[]> listener) {
        tap = listener;
    }

    /** Hears the STUN that arrives. */
    public void hear(Consumer<byte[]> listener) {
        ear = listener;
    }

    /** Sees the media that arrives, as it is protected. */
    public void overhear(Consumer<byte[]> listener) {
        media = listener;
    }

    private static IceParameters credentials() {
        long random = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
        return new IceParameters("p" + Long.toString(random & 0xFFFFFFFFL, 36), "password-of-peer-" + random);
    }

    public IceParameters ice() {
        return local.get();
    }

    /** As for an ICE restart. */
    public IceParameters renewIce() {
        local.set(credentials());
        return local.get();
    }

    public String fingerprint() {
        return dtls.fingerprint();
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Decrypted RTP and RTCP. */
    public BlockingQueue<byte[]> received() {
        return received;
    }

    /** No DTLS has come that nobody has read. */
    public boolean handshakeIsSilent() {
        return dtls.isSilent();
    }

    /** Successful answers to this peer's checks. */
    public long checksAnswered() {
        return answers.get();
    }

    /** Where the node is from now on; checks go there. */
    public void aim(TransportOpened opened) {
        String[] words = opened.candidates().getFirst().split(" ", -1);
        node.set(new InetSocketAddress(InetAddress.ofLiteral(words[4]), Integer.parseInt(words[5])));
        remote.set(opened.ice());
    }

    /** As {@link #aim(TransportOpened)}, by the first candidate for TCP: RFC 4571 frames from now on. */
    public void aimByTcp(TransportOpened opened) {
        String[] words = opened.candidates().stream()
                .filter(line -> line.endsWith("tcptype passive"))
                .findFirst()
                .orElseThrow()
                .split(" ", -1);
        dial(new InetSocketAddress(InetAddress.ofLiteral(words[4]), Integer.parseInt(words[5])), opened.ice());
    }

    public void dial(InetSocketAddress address, IceParameters ice) {
        try {
            Socket connection = new Socket(address.getAddress(), address.getPort());
            tcp.set(connection);
            Thread.ofVirtual().name("peer-tcp").start(() -> readFrames(connection));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        aim(address, ice);
    }

    /** Whether the node has ended the TCP connection. */
    public boolean hungUp() {
        return hungUp;
    }

    public void hangUp() throws IOException {
        Socket connection = tcp.getAndSet(null);
        if (connection != null) {
            connection.close();
        }
    }

    private void readFrames(Socket connection) {
        try {
            DataInputStream in = new DataInputStream(connection.getInputStream());
            while (!closed) {
                byte[] frame = in.readNBytes(in.readUnsignedShort());
                take(frame, frame.length, (InetSocketAddress) connection.getRemoteSocketAddress());
            }
        } catch (IOException end) {
            hungUp = true;
        }
    }

    public void aim(InetSocketAddress address, IceParameters ice) {
        node.set(address);
        remote.set(ice);
    }

    public void check() {
        IceParameters theirs = remote.get();
        if (theirs != null) {
            sendRaw(BindingRequest.signed(theirs.ufrag() + ":" + local.get().ufrag(), theirs.password(), true));
        }
    }

    /** False: neither asks nor answers, as a peer that is out of reach. */
    public void present(boolean here) {
        synchronized (turn) {
            present = here;
        }
    }

    /** No more checks of its own; those of the node are answered. */
    public void askNoMore() {
        synchronized (turn) {
            asking = false;
        }
    }

    /** What arrives from now on stays in the kernel, which drops it: a receiver that costs nothing, for load. */
    public void stopReading() {
        reading = false;
        consentMillis = 5000;
    }

    /** Checks until one is answered, then the handshake. */
    public CompletableFuture<SrtpKeys> connect(int... profiles) {
        CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
        Thread.ofVirtual().name("peer-dtls").start(() -> {
            try {
                keys.complete(shake(profiles));
            } catch (IOException | RuntimeException refused) {
                keys.completeExceptionally(refused);
            }
        });
        return keys;
    }

    private SrtpKeys shake(int... profiles) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        long before = answers.get();
        while (answers.get() == before) {
            if (System.nanoTime() > deadline) {
                throw new IOException("No check was answered");
            }
            check();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        SrtpKeys keys = dtls.shake(profiles);
        Thread.ofVirtual().name("peer-consent").start(this::keepConsent);
        if (keys == null) {
            throw new IOException("No SRTP profile was chosen");
        }
        in.set(SrtpSession.ofClient(keys));
        out.set(SrtpSession.ofClient(keys));
        return keys;
    }

    /** RFC 7675, at a pace that suits tests. */
    private void keepConsent() {
        while (!closed) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(consentMillis));
            synchronized (turn) {
                if (present && asking) {
                    check();
                }
            }
        }
    }

    public void sendRtp(byte[] plain) {
        send(plain, false);
    }

    public void sendRtcp(byte[] plain) {
        send(plain, true);
    }

    private void send(byte[] plain, boolean rtcp) {
        SrtpSession session = out.get();
        if (session == null) {
            throw new IllegalStateException("Not connected");
        }
        byte[] data = Arrays.copyOf(plain, plain.length + SrtpSession.ROOM);
        int length = rtcp ? session.protectRtcp(data, 0, plain.length) : session.protectRtp(data, 0, plain.length);
        sendRaw(Arrays.copyOf(data, length));
    }

    public void sendRaw(byte[] data) {
        InetSocketAddress to = node.get();
        try {
            if (to != null && !closed) {
                tap.accept(data);
                Socket connection = tcp.get();
                if (connection == null) {
                    socket.send(new DatagramPacket(data, data.length, to));
                } else {
                    sendFrame(connection, data);
                }
            }
        } catch (IOException lost) {
            // As on any network.
        }
    }

    private static void sendFrame(Socket connection, byte[] data) throws IOException {
        byte[] frame = new byte[data.length + 2];
        frame[0] = (byte) (data.length >> 8);
        frame[1] = (byte) data.length;
        System.arraycopy(data, 0, frame, 2, data.length);
        connection.getOutputStream().write(frame);
    }

    private void read(DatagramSocket own) {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        try {
            while (!closed && reading) {
                packet.setLength(2048);
                own.receive(packet);
                take(packet.getData(), packet.getLength(), (InetSocketAddress) packet.getSocketAddress());
            }
        } catch (IOException end) {
            // Closed.
        }
    }

    private void take(byte[] data, int length, InetSocketAddress from) throws IOException {
        int first = data[0] & 0xFF;
        if (first < 4) {
            stun(data, length, from);
        } else if (first < 64) {
            dtls.take(Arrays.copyOf(data, length));
        } else {
            media(data, length);
        }
    }

    private void stun(byte[] data, int length, InetSocketAddress from) throws IOException {
        ear.accept(Arrays.copyOf(data, length));
        StunMessage message = StunMessage.parse(data, length);
        if (message != null && message.isBindingResponse()) {
            answers.incrementAndGet();
        } else if (message != null && message.isBindingRequest() && present) {
            byte[] response = BindingResponse.to(
                    message, from, BindingRequest.mac(local.get().password()));
            socket.send(new DatagramPacket(response, response.length, from));
        }
    }

    private void media(byte[] data, int length) {
        media.accept(Arrays.copyOf(data, length));
        SrtpSession session = in.get();
        if (session == null || length < 2) {
            return;
        }
        int kind = data[1] & 0x7F;
        int plain = kind >= 64 && kind < 96
                ? session.unprotectRtcp(data, 0, length)
                : session.unprotectRtp(data, 0, length);
        if (plain > 0) {
            var _ = received.offer(Arrays.copyOf(data, plain));
        }
    }

    @Override
    public void close() {
        closed = true;
        socket.close();
        try {
            hangUp();
        } catch (IOException unheard) {
            throw new UncheckedIOException(unheard);
        }
    }

    /** For application data; present after the handshake. */
    public DTLSTransport dtls() {
        return dtls.transport();
    }

    /** Tells the node, as a page does that closes its connection. */
    public void closeDtls() throws IOException {
        dtls.transport().close();
    }
}
