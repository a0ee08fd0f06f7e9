package chat.tertulia.media;

import chat.tertulia.control.Command;
import chat.tertulia.control.NodeEvent;
import chat.tertulia.fuzz.Broken;
import chat.tertulia.media.rewrite.PlainPacket;
import chat.tertulia.media.rtcp.RtcpView;
import chat.tertulia.media.rtcp.RtcpWriter;
import chat.tertulia.media.rtp.RtpView;
import chat.tertulia.media.rtp.SequenceUnwrapper;
import chat.tertulia.media.rtp.Verdict;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** A room, its clock, and what must hold of everything that it sends. */
final class RoomUnderFire implements RoomOutput {
    static final int TRANSPORTS = 5;

    /** The largest packet taken, header extensions of our own, and a retransmission's sequence number. */
    private static final int LARGEST = 1600 + 512 + 64;

    /** Streams of all sections that all transports can be configured with. */
    private static final int MOST_HELD = TRANSPORTS * CommandMaker.SECTIONS * CommandMaker.LAYERS * 1024;

    private static final int MOST_TRACKS = 2 * TRANSPORTS * CommandMaker.SECTIONS;

    /** A stream of a transport by what SRTP makes its nonce of. */
    private record Stream(int transport, int ssrc) {}

    private record Index(Stream stream, long sequence) {}

    private final Room room = new Room("room", new SplittableRandom(1));
    private final int[] handles = new int[TRANSPORTS];
    private final Map<Stream, Long> highest = new HashMap<>();
    private final Map<Index, byte[]> sent = new HashMap<>();
    private final RtpView rtp = new RtpView();
    private final RtcpView rtcp = new RtcpView();
    private long nowNs = 1_000_000_000L;
    private int lastSsrc;
    private int lastSequence;

    void open(int index) {
        if (handles[index] == 0) {
            handles[index] = room.openTransport("t" + index, "p" + index, nowNs);
            room.connected(handles[index], nowNs);
        }
        settle();
    }

    void path(int index, boolean usable) {
        if (usable) {
            room.connected(handles[index], nowNs);
        } else {
            room.disconnected(handles[index], nowNs);
        }
        settle();
    }

    void handle(Command command) {
        var _ = room.handle(command, nowNs);
        if (command instanceof Command.CloseTransport close) {
            handles[close.transportId().charAt(1) - '0'] = 0;
        }
        settle();
    }

    void receive(int index, byte[] packet) {
        room.receive(handles[index], packet.clone(), 0, packet.length, nowNs);
        settle();
    }

    void pass(long ns) {
        long end = nowNs + ns;
        while (room.nextTimeoutNs() <= end) {
            nowNs = Math.max(nowNs, room.nextTimeoutNs());
            room.handleTimeout(nowNs);
            Broken.unless(room.nextTimeoutNs() > nowNs, "a timeout that was handled is over");
            settle();
        }
        nowNs = end;
    }

    void end() {
        for (int i = 0; i < TRANSPORTS; i++) {
            handle(new Command.CloseTransport(1, "room", "t" + i));
        }
        Broken.unless(room.empty(), "all transports are closed");
        Broken.unless(room.heldPackets() == 0, "an empty room holds no packets, but " + room.heldPackets());
        Broken.unless(room.knownTracks() == 0, "an empty room knows no tracks, but " + room.knownTracks());
    }

    /** For packets that shall hit something. */
    int lastSsrc() {
        return lastSsrc;
    }

    int lastSequence() {
        return lastSequence;
    }

    private void settle() {
        room.drain(this);
        Broken.unless(room.heldPackets() <= MOST_HELD, "caches are bounded");
        Broken.unless(room.knownTracks() <= MOST_TRACKS, "tracks are bounded");
    }

    @Override
    public void transmit(int transport, PlainPacket packet) {
        int length = packet.length();
        Broken.unless(length > 0 && length <= LARGEST, "a packet has a sane size, not " + length);
        byte[] copy = new byte[length];
        Broken.unless(packet.copyTo(copy, 0) == length, "a packet is as long as it says");
        Broken.unless(rtp.wrap(copy, 0, length) == Verdict.WELL_FORMED, "a packet is well formed");
        lastSsrc = rtp.ssrc();
        lastSequence = rtp.sequence();
        once(new Stream(transport, rtp.ssrc()), copy);
    }

    @Override
    public void transmitRtcp(int transport, byte[] packet, int offset, int length) {
        Broken.unless(length > 0 && length <= RtcpWriter.MAX_BYTES, "a compound fits, not " + length);
        byte[] copy = Arrays.copyOfRange(packet, offset, offset + length);
        Broken.unless(rtcp.wrap(copy, 0, length) == Verdict.WELL_FORMED, "a compound is well formed");
    }

    @Override
    public void transmitData(int transport, byte[] packet, int offset, int length) {
        Broken.unless(length > 0 && length <= 1500, "data fits a datagram, not " + length);
    }

    /**
     * RFC 3711 §9.1, RFC 7714 §8.2: never two packets under one index. The header counts as well: AES-GCM authenticates it,
     * and two tags under one nonce give the key of the authentication away.
     */
    private void once(Stream stream, byte[] packet) {
        long near = highest.getOrDefault(stream, 0x1_0000L + rtp.sequence());
        long index = SequenceUnwrapper.near(near, rtp.sequence());
        highest.put(stream, Math.max(near, index));
        byte[] before = sent.put(new Index(stream, index), packet);
        Broken.unless(
                before == null || Arrays.equals(before, packet),
                "the index " + index + " of SSRC " + stream.ssrc() + " is used for one packet");
    }

    @Override
    public void event(NodeEvent event) {
        Broken.unless(!event.toString().isEmpty(), "an event says something");
    }
}
