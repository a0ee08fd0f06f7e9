package chat.tertulia.bench.load;

import chat.tertulia.control.Command.IceParameters;
import chat.tertulia.media.rtcp.RtcpView;
import chat.tertulia.media.rtp.NetworkOrder;
import chat.tertulia.media.rtp.Verdict;
import chat.tertulia.node.dtls.DtlsClient;
import chat.tertulia.node.dtls.NodeCertificate;
import chat.tertulia.node.dtls.SrtpKeys;
import chat.tertulia.node.dtls.SrtpProfile;
import chat.tertulia.node.srtp.SrtpSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One peer connection on a UDP socket of its own. Reading and counting belong to the receiver's thread, sending to the
 * pacer's, and the set-up to the thread that calls {@link #connect}.
 */
public final class Peer implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(15);
    private static final long CHECK_NS = TimeUnit.MILLISECONDS.toNanos(25);
    private static final long LONGEST_DELAY_NS = TimeUnit.SECONDS.toNanos(20);

    private final DatagramChannel channel;
    private final StunClient ice = new StunClient();
    private final DtlsClient dtls;
    private final Receiver receiver;
    private final List<IncomingStream> streams = new ArrayList<>();
    private final RtcpView rtcp = new RtcpView();
    private int last;
    private volatile int heard;
    private volatile boolean keyWanted = true;
    private volatile @Nullable SrtpSession in;
    private volatile @Nullable SrtpSession out;
    private volatile @Nullable SrtpProfile profile;

    Peer(DatagramChannel channel, NodeCertificate certificate, Receiver receiver) {
        this.channel = channel;
        this.dtls = new DtlsClient(certificate, datagram -> send(datagram, datagram.length));
        this.receiver = receiver;
    }

    DatagramChannel channel() {
        return channel;
    }

    public InetSocketAddress local() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    public IceParameters ice() {
        return ice.local();
    }

    public String fingerprint() {
        return dtls.fingerprint();
    }

    /** Which profile the other side chose in its ServerHello, and with which media was decrypted since. */
    public @Nullable SrtpProfile profile() {
        return profile;
    }

    /** Streams from which something has come. */
    int heard() {
        return heard;
    }

    /**
     * ICE, then DTLS.
     *
     * @param remote the one host candidate
     * @param controlling whether this side nominates: the offerer does (RFC 8445 §6.1.1)
     */
    public void connect(InetSocketAddress remote, IceParameters theirs, boolean controlling, SrtpProfile wanted)
            throws IOException {
        ice.aim(theirs, controlling);
        // What came before is gone; checks are repeated.
        channel.connect(remote);
        receiver.add(this);
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (!ice.settled()) {
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "ICE found no way to " + remote + (controlling ? ", controlling" : ", controlled"));
            }
            check();
            LockSupport.parkNanos(CHECK_NS);
        }
        // One profile, so that the other side has no choice.
        SrtpKeys keys = dtls.shake(wanted.code());
        if (keys == null) {
            throw new IOException("The other side did not take the SRTP profile " + wanted);
        }
        // Two sessions: receiver and pacer share none of the state.
        in = SrtpSession.ofClient(keys);
        out = SrtpSession.ofClient(keys);
        profile = keys.profile();
    }

    /** A connectivity or consent check (RFC 7675), where this side is the one that asks. */
    void check() {
        byte[] request = ice.request();
        if (request != null) {
            send(request, request.length);
        }
    }

    void sendRtp(byte[] data, int length) {
        SrtpSession session = out;
        if (session != null) {
            send(data, session.protectRtp(data, 0, length));
        }
    }

    void sendRtcp(byte[] data, int length) {
        SrtpSession session = out;
        if (session != null) {
            send(data, session.protectRtcp(data, 0, length));
        }
    }

    private void send(byte[] data, int length) {
        try {
            var _ = channel.write(ByteBuffer.wrap(data, 0, length));
        } catch (IOException lost) {
            // As on any network; a full socket buffer is loss as well.
        }
    }

    /** True once after each request for a key frame. */
    boolean takeKeyRequest() {
        boolean wanted = keyWanted;
        keyWanted = false;
        return wanted;
    }

    /** SSRC and highest sequence of each stream, for reports; a torn read costs nothing. */
    List<IncomingStream> streams() {
        return streams;
    }

    long missing() {
        long missing = 0;
        for (int i = 0; i < heard; i++) {
            missing += streams.get(i).gaps().missing();
        }
        return missing;
    }

    // On the receiver's thread

    /** RFC 7983 §7. */
    void take(ByteBuffer packet, Receiver by) {
        int first = packet.get(0) & 0xFF;
        if (first >= 128 && first < 192 && packet.remaining() > 12) {
            int kind = packet.get(1) & 0x7F;
            if (kind >= 64 && kind < 96) {
                control(packet, by);
            } else {
                media(packet, by);
            }
        } else if (first < 4) {
            byte[] answer = ice.take(bytes(packet), remote());
            if (answer != null) {
                send(answer, answer.length);
            }
        } else if (first >= 20 && first < 64) {
            dtls.take(bytes(packet));
        }
    }

    private @Nullable InetSocketAddress remote() {
        try {
            return (InetSocketAddress) channel.getRemoteAddress();
        } catch (IOException closed) {
            return null;
        }
    }

    private static byte[] bytes(ByteBuffer packet) {
        byte[] bytes = new byte[packet.remaining()];
        packet.get(bytes);
        return bytes;
    }

    private void media(ByteBuffer packet, Receiver by) {
        by.countMedia();
        if (stream(packet.getInt(8)).sample(packet.getShort(2) & 0xFFFF)) {
            sample(packet, by);
        }
    }

    private void sample(ByteBuffer packet, Receiver by) {
        long now = System.nanoTime();
        byte[] data = by.scratch();
        int length = packet.remaining();
        packet.get(data, 0, length);
        SrtpSession session = in;
        int plain = session == null ? -1 : session.unprotectRtp(data, 0, length);
        int end = plain < 0 ? -1 : plain - ((data[0] & 0x20) == 0 ? 0 : data[plain - 1] & 0xFF);
        if (end < OutgoingStream.STAMP) {
            by.countStrange();
            return;
        }
        int at = end - OutgoingStream.STAMP;
        long delay = now - (NetworkOrder.u32(data, at) << 32 | NetworkOrder.u32(data, at + 4));
        if (delay < 0 || delay > LONGEST_DELAY_NS) {
            by.countStrange();
        } else {
            by.delay(delay);
        }
    }

    private IncomingStream stream(int ssrc) {
        if (last < streams.size() && streams.get(last).ssrc() == ssrc) {
            return streams.get(last);
        }
        for (last = 0; last < streams.size(); last++) {
            if (streams.get(last).ssrc() == ssrc) {
                return streams.get(last);
            }
        }
        IncomingStream fresh = new IncomingStream(ssrc);
        streams.add(fresh);
        heard = streams.size();
        return fresh;
    }

    /** RFC 4585 §6.3.1, RFC 5104 §4.3.1: the next frame is a key frame. */
    private void control(ByteBuffer packet, Receiver by) {
        byte[] data = by.scratch();
        int length = packet.remaining();
        packet.get(data, 0, length);
        SrtpSession session = in;
        int plain = session == null ? -1 : session.unprotectRtcp(data, 0, length);
        if (plain < 0 || rtcp.wrap(data, 0, plain) != Verdict.WELL_FORMED) {
            return;
        }
        while (rtcp.next()) {
            if (rtcp.type() == RtcpView.PAYLOAD_FEEDBACK
                    && (rtcp.count() == RtcpView.PLI || rtcp.count() == RtcpView.FIR)) {
                keyWanted = true;
            }
        }
    }

    @Override
    public void close() throws IOException {
        dtls.cut();
        channel.close();
    }
}
