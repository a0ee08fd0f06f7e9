package chat.tertulia.node;

import chat.tertulia.control.Command.IceParameters;
import chat.tertulia.control.Reply.TransportOpened;
import chat.tertulia.node.dtls.DtlsClient;
import chat.tertulia.node.dtls.NodeCertificate;
import chat.tertulia.node.dtls.SrtpKeys;
import chat.tertulia.node.dtls.SrtpProfile;
import chat.tertulia.node.ice.BindingRequest;
import chat.tertulia.node.ice.StunMessage;
import chat.tertulia.node.srtp.SrtpSession;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A browser's part in a {@link Rehearsal}: checks, handshake and packets, and no more. Its calls are made by the thread that
 * rehearses; a virtual one reads the socket.
 */
final class Understudy implements AutoCloseable {
    private static final int LONGEST = 2048;
    private static final long CHECK_MILLIS = 20;

    private final DatagramSocket socket;
    private final InetSocketAddress node;
    private final IceParameters theirs;
    private final IceParameters ours;
    private final DtlsClient dtls;
    private final CountDownLatch found = new CountDownLatch(1);
    private final AtomicInteger heard = new AtomicInteger();
    private @Nullable SrtpSession speech;
    private volatile @Nullable SrtpSession hearing;

    Understudy(TransportOpened opened, NodeCertificate certificate) throws IOException {
        String[] words = opened.candidates().getFirst().split(" ", -1);
        InetAddress address = InetAddress.ofLiteral(words[4]);
        this.node = new InetSocketAddress(address, Integer.parseInt(words[5]));
        this.theirs = opened.ice();
        this.ours = new IceParameters("understudy", UUID.randomUUID().toString());
        this.socket = new DatagramSocket(new InetSocketAddress(address, 0));
        this.dtls = new DtlsClient(certificate, this::send);
        Thread.ofVirtual().name("understudy").start(this::read);
    }

    IceParameters ice() {
        return ours;
    }

    String fingerprint() {
        return dtls.fingerprint();
    }

    /** Returns when both ends have keys. */
    void connect(long deadlineNs) throws IOException, InterruptedException {
        do {
            if (System.nanoTime() > deadlineNs) {
                throw new IOException("No check was answered");
            }
            send(BindingRequest.signed(theirs.ufrag() + ":" + ours.ufrag(), theirs.password(), true));
        } while (!found.await(CHECK_MILLIS, TimeUnit.MILLISECONDS));
        SrtpKeys keys = dtls.shake(
                Arrays.stream(SrtpProfile.values()).mapToInt(SrtpProfile::code).toArray());
        if (keys == null) {
            throw new IOException("No SRTP profile was chosen");
        }
        // Two sessions: the reader and the speaker share none of the state.
        speech = SrtpSession.ofClient(keys);
        hearing = SrtpSession.ofClient(keys);
    }

    void say(byte[] rtp) {
        SrtpSession session = speech;
        if (session != null) {
            byte[] data = Arrays.copyOf(rtp, rtp.length + SrtpSession.ROOM);
            send(Arrays.copyOf(data, session.protectRtp(data, 0, rtp.length)));
        }
    }

    /** Authentic packets so far. */
    int heard() {
        return heard.get();
    }

    @Override
    public void close() {
        dtls.cut();
        socket.close();
    }

    private void send(byte[] data) {
        try {
            socket.send(new DatagramPacket(data, data.length, node));
        } catch (IOException lost) {
            // As on any network.
        }
    }

    private void read() {
        DatagramPacket packet = new DatagramPacket(new byte[LONGEST], LONGEST);
        try {
            while (!socket.isClosed()) {
                packet.setLength(LONGEST);
                socket.receive(packet);
                take(packet.getData(), packet.getLength());
            }
        } catch (IOException end) {
            // Closed.
        }
    }

    /** RFC 7983 §7. */
    private void take(byte[] data, int length) {
        int first = data[0] & 0xFF;
        SrtpSession session = hearing;
        if (first < 4) {
            StunMessage message = StunMessage.parse(data, length);
            if (message != null && message.isSuccess()) {
                found.countDown();
            }
        } else if (first < 64) {
            dtls.take(Arrays.copyOf(data, length));
        } else if (session != null && (data[1] & 0x60) != 0x40 && session.unprotectRtp(data, 0, length) > 0) {
            heard.incrementAndGet();
        }
    }
}
