package chat.tertulia.media;

import chat.tertulia.control.Command.Codec;
import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.Command.ConfigureSend;
import chat.tertulia.control.Command.HeaderExtension;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.ReceiveSection;
import chat.tertulia.control.Command.SendSection;
import chat.tertulia.media.rtcp.RtcpView;
import chat.tertulia.media.rtp.Extensions;
import chat.tertulia.media.rtp.RtpView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A recording is published in a room, over a path that may lose, delay and repair packets. */
final class RecordedCall {
    static final int RTX = 119;
    private static final int SSRC = 0x4444;
    private static final int RTX_SSRC = 0x5555;
    private static final long REPAIR_NS = 20_000_000;

    private final Recording recording;
    private final String without;
    private final SplittableRandom random;
    private final double loss;
    private final double reorder;
    final TestRoom room;
    private final Map<Integer, List<TestRoom.Sent>> received = new TreeMap<>();
    private final TreeMap<Long, List<Recording.Packet>> underWay = new TreeMap<>();
    private final Set<Integer> delivered = new HashSet<>();

    /** @param without URI of a header extension that nobody negotiates, or empty */
    RecordedCall(Recording recording, String without, long seed, double loss, double reorder) {
        this.recording = recording;
        this.without = without;
        this.loss = loss;
        this.reorder = reorder;
        random = new SplittableRandom(seed);
        room = new TestRoom(seed);
        MediaKind kind = recording.codecs().getFirst().clockRate() == 48_000 ? MediaKind.AUDIO : MediaKind.VIDEO;
        room.done(new ConfigureReceive(
                1,
                "room",
                "alice",
                recording.extensions(without),
                List.of(new ReceiveSection(
                        recording.mid(), "cam", kind, recording.codecs(), recording.layers(), List.of()))));
    }

    /** A receiver; gives its handle. */
    int join(String id, List<Codec> codecs) {
        int handle = room.open(id);
        received.put(handle, new ArrayList<>());
        List<HeaderExtension> extensions = new ArrayList<>();
        for (HeaderExtension extension : recording.extensions(without)) {
            if (extension.uri().equals(Recording.INDEX_URI)
                    || extension.uri().equals(Extensions.DEPENDENCY_DESCRIPTOR_URI)) {
                extensions.add(extension);
            }
        }
        MediaKind kind = codecs.getFirst().clockRate() == 48_000 ? MediaKind.AUDIO : MediaKind.VIDEO;
        room.done(new ConfigureSend(
                2, "room", id, extensions, List.of(new SendSection("7", "cam", kind, codecs, SSRC, RTX_SSRC))));
        return handle;
    }

    int join(String id) {
        Codec codec = recording.codecs().getFirst();
        return join(id, List.of(new Codec(100, codec.name(), codec.clockRate(), RTX, codec.fmtp())));
    }

    void limit(String id, int spatial, int temporal) {
        Sender sender = room.room.sender(id, "cam");
        if (sender == null) {
            throw new IllegalStateException("No sender for " + id);
        }
        sender.limit(spatial, temporal, room.nowNs);
    }

    /** Plays what was recorded before that time. */
    void playUntil(long atNs) {
        long baseNs = 1_000_000_000L;
        for (Recording.Packet packet : recording.packets()) {
            if (packet.atNs() >= atNs || !delivered.add(packet.index())) {
                continue;
            }
            long arrivesNs = baseNs + packet.atNs();
            advance(arrivesNs);
            // Nothing after the last packets would tell that they are missing.
            boolean last = packet.index() > recording.packets().size() - 30;
            if (!last && random.nextDouble() < loss) {
                continue;
            }
            boolean late = random.nextDouble() < reorder;
            send(packet, late ? arrivesNs + random.nextLong(8_000_000) : arrivesNs);
        }
        advance(baseNs + Math.min(atNs, 10_000_000_000L) + 300_000_000);
    }

    private void send(Recording.Packet packet, long atNs) {
        underWay.computeIfAbsent(atNs, _ -> new ArrayList<>()).add(packet);
    }

    private void advance(long untilNs) {
        while (true) {
            long packetNs = underWay.isEmpty() ? Long.MAX_VALUE : underWay.firstKey();
            long nextNs = Math.min(packetNs, room.room.nextTimeoutNs());
            if (nextNs > untilNs) {
                break;
            }
            room.nowNs = Math.max(room.nowNs, nextNs);
            if (packetNs <= room.nowNs) {
                for (Recording.Packet packet : underWay.pollFirstEntry().getValue()) {
                    room.receive(room.publisher, packet.bytes());
                }
            } else {
                room.room.handleTimeout(room.nowNs);
                room.room.drain(room);
            }
            collect();
        }
        room.nowNs = Math.max(room.nowNs, untilNs);
    }

    private void collect() {
        RtcpView view = new RtcpView();
        for (TestRoom.Sent sent : List.copyOf(room.sent)) {
            if (!sent.rtcp()) {
                received.computeIfAbsent(sent.transport(), _ -> new ArrayList<>())
                        .add(sent);
            } else if (sent.transport() == room.publisher) {
                view.wrap(sent.packet(), 0, sent.packet().length);
                while (view.next()) {
                    repair(view);
                }
            }
        }
        room.sent.clear();
    }

    private void repair(RtcpView view) {
        if (view.type() != RtcpView.TRANSPORT_FEEDBACK || view.count() != RtcpView.NACK) {
            return;
        }
        for (int item = 0; item < view.nackItems(); item++) {
            for (int bit = -1; bit < 16; bit++) {
                if (bit < 0 || (view.nackMask(item) & (1 << bit)) != 0) {
                    resend(view.mediaSsrc(), (view.nackPacketId(item) + 1 + bit) & 0xffff);
                }
            }
        }
    }

    private void resend(int ssrc, int sequence) {
        for (Recording.Packet packet : recording.packets()) {
            if (packet.ssrc() == ssrc && packet.sequence() == sequence && delivered.contains(packet.index())) {
                send(packet, room.nowNs + REPAIR_NS);
            }
        }
    }

    /** The payload of the retransmission that a NACK brings. */
    byte[] again(int handle, int sequence) {
        byte[] nack = {
            (byte) 0x81, (byte) 205, 0, 3, 0, 0, 0, 1, 0, 0, 0x44, 0x44, (byte) (sequence >> 8), (byte) sequence, 0, 0
        };
        room.receive(handle, nack);
        List<TestRoom.Sent> repairs = room.takeRtp();
        if (repairs.size() != 1) {
            throw new IllegalStateException(repairs.size() + " answers to a NACK of " + sequence);
        }
        RtpView rtp = repairs.getFirst().rtp();
        if (rtp.payloadType() != RTX || rtp.ssrc() != RTX_SSRC) {
            throw new IllegalStateException("not a retransmission: " + rtp.payloadType());
        }
        return Arrays.copyOfRange(rtp.array(), rtp.payloadOffset(), rtp.payloadOffset() + rtp.payloadLength());
    }

    List<TestRoom.Sent> received(int handle) {
        return received.getOrDefault(handle, List.of());
    }
}
