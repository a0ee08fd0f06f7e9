package chat.tertulia.sim;

import chat.tertulia.media.rtcp.ReportBlock;
import chat.tertulia.media.rtcp.RtcpWriter;
import chat.tertulia.media.rtp.NetworkOrder;
import chat.tertulia.media.rtp.RtpView;
import chat.tertulia.media.rtp.SequenceUnwrapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The receiving half of a browser for one section: reorders, asks again, asks for keyframes, and checks continuity. */
public final class ReceivedStream {
    private static final long GIVE_UP_NS = 600_000_000;
    /** A picture is shown so long after it came; if by then a whole keyframe has come, browsers do not wait for what is before it. */
    private static final long SKIP_NS = 50_000_000;

    private static final long ASK_NS = 40_000_000;
    private static final long ASK_KEYFRAME_NS = 400_000_000;

    private final SimClock clock;
    private final int ssrc;
    private final boolean video;
    private final Continuity continuity;
    private final TreeMap<Long, byte[]> waiting = new TreeMap<>();
    private final RtpView view = new RtpView();
    private long next = -1;
    private long blockedNs = Long.MAX_VALUE;
    private long askedNs = Long.MIN_VALUE / 2;
    private long keyframeAskedNs = Long.MIN_VALUE / 2;
    private long packets;
    private long repairs;
    private long givenUp;
    private long lastPacketNs = Long.MIN_VALUE;
    private long worstDelayNs;
    private long worstPauseNs;
    private long lastFrameNs = Long.MIN_VALUE;
    private long highest = -1;
    private long received;
    private long bytes;
    private long expectedBefore;
    private long receivedBefore;
    private int lastSenderReport;
    private long lastSenderReportNs;
    private long reportedNtp;
    private int reportedTimestamp;

    ReceivedStream(SimClock clock, int ssrc, boolean video) {
        this.clock = clock;
        this.ssrc = ssrc;
        this.video = video;
        continuity = new Continuity(video);
    }

    /** Breaks that a decoder would see; empty when all is well. */
    public List<String> faults() {
        return continuity.faults();
    }

    public int completeFrames() {
        return continuity.completeFrames();
    }

    public int keyframes() {
        return continuity.keyframes();
    }

    public int switches() {
        return continuity.switches();
    }

    /** Tag of the encoding that comes at present. */
    public int encoding() {
        return continuity.encoding();
    }

    public long packets() {
        return packets;
    }

    /** Came by retransmission. */
    public long repairs() {
        return repairs;
    }

    /** Missing for so long that a decoder went on without. */
    public long givenUp() {
        return givenUp;
    }

    /** Of media, headers included. */
    public long bytes() {
        return bytes;
    }

    /** The longest that a packet took from its publisher until it was in order, since the last call. */
    public long takeWorstDelayMs() {
        long worst = worstDelayNs / 1_000_000;
        worstDelayNs = 0;
        return worst;
    }

    /** The longest time without a new complete frame, since the last call. */
    public long takeLongestPauseMs() {
        long now = clock.nowNs();
        long worst = lastFrameNs == Long.MIN_VALUE ? 0 : Math.max(worstPauseNs, now - lastFrameNs) / 1_000_000;
        worstPauseNs = 0;
        return worst;
    }

    public long lastPacketNs() {
        return lastPacketNs;
    }

    /** Of the newest packet in order. */
    public int lastTimestamp() {
        return continuity.timestamp();
    }

    public long reportedNtp() {
        return reportedNtp;
    }

    public int reportedTimestamp() {
        return reportedTimestamp;
    }

    void receive(byte[] packet) {
        view.wrap(packet, 0, packet.length);
        packets++;
        lastPacketNs = clock.nowNs();
        byte[] original = packet;
        if (view.ssrc() != ssrc) {
            if (view.payloadLength() < 2) {
                return;
            }
            repairs++;
            original = unwrap(packet, view.payloadOffset());
        }
        bytes += original.length;
        int sequence16 = NetworkOrder.u16(original, 2);
        long sequence = next < 0 ? 0x1_0000L + sequence16 : SequenceUnwrapper.near(next, sequence16);
        next = next < 0 ? sequence : next;
        received += view.ssrc() == ssrc ? 1 : 0;
        highest = Math.max(highest, sequence);
        expectedBefore = expectedBefore == 0 ? sequence - 1 : expectedBefore;
        if (sequence >= next) {
            waiting.put(sequence, original);
        }
        play();
    }

    private byte[] unwrap(byte[] packet, int payload) {
        byte[] original = new byte[packet.length - 2];
        System.arraycopy(packet, 0, original, 0, payload);
        System.arraycopy(packet, payload + 2, original, payload, original.length - payload);
        NetworkOrder.put16(original, 2, NetworkOrder.u16(packet, payload));
        NetworkOrder.put32(original, 8, ssrc);
        return original;
    }

    private void play() {
        long before = next;
        for (byte[] packet = waiting.remove(next); packet != null; packet = waiting.remove(next)) {
            view.wrap(packet, 0, packet.length);
            if (view.payloadLength() == 0) {
                continuity.nothing(next++);
                continue;
            }
            int frames = continuity.completeFrames();
            continuity.next(next, packet, view.payloadOffset());
            if (video && continuity.begun()) {
                measure(packet, continuity.completeFrames() > frames);
            }
            next++;
        }
        boolean blocked = !waiting.isEmpty();
        if (!blocked) {
            blockedNs = Long.MAX_VALUE;
        } else if (blockedNs == Long.MAX_VALUE || next != before) {
            blockedNs = clock.nowNs();
        }
    }

    private void measure(byte[] packet, boolean frame) {
        int payload = view.payloadOffset();
        int encoding = SyntheticVideo.Tag.read(packet, payload).encoding();
        int timestamp = SyntheticVideo.originalTimestamp(packet, payload);
        worstDelayNs = Math.max(worstDelayNs, VideoPublisher.ageNs(clock, encoding, timestamp));
        if (frame) {
            worstPauseNs = lastFrameNs == Long.MIN_VALUE ? 0 : Math.max(worstPauseNs, clock.nowNs() - lastFrameNs);
            lastFrameNs = clock.nowNs();
        }
    }

    /** Every few milliseconds: what to ask for. */
    void ask(RtcpWriter writer, int ownSsrc) {
        long nowNs = clock.nowNs();
        boolean blocked = !waiting.isEmpty();
        if (blocked && (nowNs - blockedNs > GIVE_UP_NS || (nowNs - blockedNs > SKIP_NS && holdsKeyframe()))) {
            giveUp();
        }
        if (video && !waiting.isEmpty() && nowNs - askedNs >= ASK_NS) {
            askedNs = nowNs;
            askMissing(writer, ownSsrc);
        }
        boolean lacksKeyframe = video && next >= 0 && !continuity.begun();
        if (lacksKeyframe && nowNs - keyframeAskedNs >= ASK_KEYFRAME_NS) {
            keyframeAskedNs = nowNs;
            writer.pictureLoss(ownSsrc, ssrc);
        }
    }

    /** As a decoder does: on with the next keyframe that is there, or with whatever comes next. */
    private void giveUp() {
        long from = waiting.lastKey() + 1;
        for (Map.Entry<Long, byte[]> entry : waiting.entrySet()) {
            if (!video || startsKeyframe(entry.getValue())) {
                from = entry.getKey();
                break;
            }
        }
        givenUp += from - next;
        next = from;
        waiting.headMap(from).clear();
        continuity.broken();
        play();
    }

    /** Whether all packets of some keyframe wait behind the hole. */
    private boolean holdsKeyframe() {
        long wanted = -1;
        for (Map.Entry<Long, byte[]> entry : waiting.entrySet()) {
            byte[] packet = entry.getValue();
            boolean goesOn = startsKeyframe(packet) || entry.getKey() == wanted;
            if (!video || !goesOn || view.payloadLength() == 0) {
                wanted = -1;
                continue;
            }
            SyntheticVideo.Tag tag = SyntheticVideo.Tag.read(packet, view.payloadOffset());
            if (tag.index() == tag.count() - 1) {
                return true;
            }
            wanted = entry.getKey() + 1;
        }
        return false;
    }

    private boolean startsKeyframe(byte[] packet) {
        view.wrap(packet, 0, packet.length);
        return view.payloadLength() > 0 && Continuity.startsKeyframe(packet, view.payloadOffset());
    }

    private void askMissing(RtcpWriter writer, int ownSsrc) {
        int[] missing = new int[200];
        int count = 0;
        for (long sequence = next; sequence < waiting.lastKey() && count < missing.length; sequence++) {
            if (!waiting.containsKey(sequence)) {
                missing[count++] = (int) sequence & 0xffff;
            }
        }
        writer.nack(ownSsrc, ssrc, missing, count);
    }

    void senderReport(long ntp, int timestamp) {
        lastSenderReport = (int) (ntp >>> 16);
        lastSenderReportNs = clock.nowNs();
        reportedNtp = ntp;
        reportedTimestamp = timestamp;
    }

    ReportBlock report() {
        int delay = (int) ((clock.nowNs() - lastSenderReportNs) / 1000 * 65_536 / 1_000_000);
        long expected = highest - expectedBefore;
        long lost = Math.max(0, expected - (received - receivedBefore));
        int fraction = expected <= 0 ? 0 : (int) Math.min(255, lost * 256 / expected);
        expectedBefore = Math.max(expectedBefore, highest);
        receivedBefore = received;
        return new ReportBlock(ssrc, fraction, 0, (int) next, 0, lastSenderReport, lastSenderReport == 0 ? 0 : delay);
    }
}
