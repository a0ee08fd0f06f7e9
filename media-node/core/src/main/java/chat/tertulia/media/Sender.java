package chat.tertulia.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.tertulia.control.Command.Codec;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.SendSection;
import chat.tertulia.media.allocate.Claim;
import chat.tertulia.media.cache.StoredPacket;
import chat.tertulia.media.layer.KeyframeThrottle;
import chat.tertulia.media.nack.ResendLimiter;
import chat.tertulia.media.rewrite.OutgoingPacket;
import chat.tertulia.media.rewrite.Projection;
import chat.tertulia.media.stats.Counter;
import chat.tertulia.media.stats.DropReason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One section on which one receiver gets one track: which layer, and under which numbers. */
final class Sender {
    /** Step of the timestamp at a switch when the clocks of the layers would give less. */
    private static final int MIN_STEP_HZ = 1000;

    private static final int LONGEST_MID = 64;
    private static final int MOST_REPEATED = 32;
    private static final int MOST_PADDING = 255;
    private static final byte NONE = -1;

    private final SendSide side;
    private final RoomState room;
    private final Track track;
    private final Projection projection;
    private final int ssrc;
    private final int rtxSsrc;
    private final byte[] mid;
    private final byte[] payloadTypes = new byte[128];
    private final byte[] rtxPayloadTypes = new byte[128];
    private final SentReport report = new SentReport();
    private final Claim claim = new Claim();
    private final KeyframeThrottle throttle = new KeyframeThrottle();
    private SendSection section;
    private @Nullable ResendLimiter resends;
    private int clockRate = 90_000;
    private boolean enabled = true;
    private int maxLayer = Integer.MAX_VALUE;
    private int allowed = Integer.MAX_VALUE;
    private int demand = Integer.MAX_VALUE;
    private long forgottenBefore;
    private int target = -1;
    private long current = Projection.NONE;

    Sender(SendSide side, RoomState room, Track track, SendSection section) {
        this.side = side;
        this.room = room;
        this.track = track;
        this.section = section;
        ssrc = (int) section.ssrc();
        rtxSsrc = (int) section.rtxSsrc();
        projection = side.projection(ssrc);
        byte[] name = section.mid().getBytes(UTF_8);
        mid = name.length <= LONGEST_MID ? name : new byte[0];
    }

    boolean continuedBy(SendSection description) {
        return section.mid().equals(description.mid())
                && section.trackId().equals(description.trackId())
                && section.ssrc() == description.ssrc()
                && section.rtxSsrc() == description.rtxSsrc();
    }

    void update(SendSection description, long nowNs) {
        section = description;
        bind(nowNs);
    }

    /** Looks again at what the publisher sends and what of it this receiver can take. */
    void bind(long nowNs) {
        Arrays.fill(payloadTypes, NONE);
        Arrays.fill(rtxPayloadTypes, NONE);
        Section published = track.section();
        if (published == null) {
            return;
        }
        for (Codec codec : published.payloads().codecs()) {
            int match = CodecMatch.find(codec, section.codecs());
            if (match >= 0 && codec.payloadType() >= 0 && codec.payloadType() < 128) {
                Codec own = section.codecs().get(match);
                payloadTypes[codec.payloadType()] = (byte) own.payloadType();
                rtxPayloadTypes[codec.payloadType()] = (byte) own.rtxPayloadType();
                clockRate = codec.clockRate();
            }
        }
        retarget(nowNs);
    }

    private boolean active() {
        return enabled && allowed >= 0 && !track.muted() && side.connected();
    }

    int ssrc() {
        return ssrc;
    }

    int clockRate() {
        return clockRate;
    }

    Track track() {
        return track;
    }

    Claim claim() {
        return claim;
    }

    MediaKind kind() {
        return section.kind();
    }

    /** Whether the receiver wants it and there is something to be had. */
    boolean wished() {
        return enabled && track.section() != null && !track.muted();
    }

    /** The best layer that the receiver wants, -1 for none. */
    int wish() {
        return enabled ? maxLayer : -1;
    }

    /** The best layer that the receiver wants and has the bandwidth for, -1 for none. */
    int demand() {
        return demand;
    }

    void demand(int layer, long nowNs) {
        if (layer != demand) {
            demand = layer;
            track.demandChanged(nowNs);
        }
    }

    /** The layer that goes out, -1 for none. */
    int layer() {
        Source.Stream stream = source();
        return stream == null ? -1 : stream.layer();
    }

    /** The most that bandwidth permits; together with what is wanted. -1 pauses. */
    void limit(int spatial, int temporal, long nowNs) {
        allowed = spatial;
        if (spatial < 0) {
            pause();
        }
        retarget(nowNs);
    }

    SentReport report() {
        return report;
    }

    Projection projection() {
        return projection;
    }

    Source.@Nullable Stream source() {
        return current == Projection.NONE ? null : track.streamById(current);
    }

    void select(boolean wanted, int layer, long nowNs) {
        maxLayer = Math.max(0, layer);
        if (enabled && !wanted) {
            pause();
        }
        enabled = wanted;
        retarget(nowNs);
    }

    /** The next packet that goes out begins a new run. */
    void pause() {
        current = Projection.NONE;
    }

    /** Layers came or went, or another one is wanted. */
    void retarget(long nowNs) {
        target = track.live().best(Math.min(maxLayer, allowed));
        Source.Stream stream = track.stream(target);
        if (active() && stream != null && stream.id() != current) {
            askKeyframe(stream, nowNs);
        }
    }

    void layersChanged(long nowNs) {
        retarget(nowNs);
        side.downlink().wishesChanged(nowNs);
    }

    boolean wants(Source.Stream stream) {
        return active() && (stream.layer() == target || stream.id() == current);
    }

    void keyframeRequested(long nowNs) {
        report.keyframeRequested();
        Source.Stream stream = current == Projection.NONE ? track.stream(target) : source();
        if (active() && throttle.admit(nowNs) && stream != null) {
            askKeyframe(stream, nowNs);
        }
    }

    private void askKeyframe(Source.Stream stream, long nowNs) {
        if (stream.section().kind() == MediaKind.VIDEO) {
            stream.keyframes().request(nowNs);
            room.wakeAt(stream.keyframes().dueNs());
        }
    }

    void offer(Source.Stream stream, StoredPacket packet, long nowNs) {
        if (!active()) {
            return;
        }
        if (stream.id() != current && stream.layer() == target && packet.keyframeStart()) {
            projection.begin(stream.id(), packet, timestampFor(stream, packet, nowNs));
            current = stream.id();
            send(stream, packet);
            replay(stream, packet.sequence());
            return;
        }
        boolean late = packet.sequence() < stream.window().highest();
        if (stream.id() == current || late) {
            send(stream, packet);
        }
    }

    /** The keyframe's first packet came late, by repair or reordering: what had followed it was not for us until now. */
    private void replay(Source.Stream stream, long from) {
        for (long sequence = from + 1; sequence <= stream.window().highest(); sequence++) {
            StoredPacket packet = stream.cache().get(sequence);
            if (packet != null) {
                send(stream, packet);
            }
        }
    }

    private void send(Source.Stream stream, StoredPacket packet) {
        if (current == Projection.NONE) {
            return;
        }
        int payloadType = payloadTypes[packet.rtp().payloadType()];
        if (payloadType < 0) {
            room.counters().drop(DropReason.PAYLOAD_TYPE);
            return;
        }
        OutgoingPacket out = side.queueMedia(packet);
        if (!projection.place(stream.id(), packet, out)) {
            side.withdraw();
            return;
        }
        out.route(mid, ssrc, payloadType);
        out.urgent(section.kind() == MediaKind.AUDIO);
        report.sent(packet.rtp().payloadLength());
    }

    /** On one timeline, whatever layer: by the layers' sender reports, else by arrival; always forwards. */
    private int timestampFor(Source.Stream stream, StoredPacket packet, long nowNs) {
        int source = packet.rtp().timestamp();
        if (!projection.begun()) {
            return source;
        }
        if (projection.streamId() == stream.id()) {
            return source + projection.timestampOffset();
        }
        int last = projection.lastTimestamp();
        int step = (int) ((nowNs - projection.lastSentNs()) / 1000 * clockRate / 1_000_000);
        int ideal = last + step;
        Source.Stream former = track.streamById(projection.streamId());
        if (former != null && former.clock().known() && stream.clock().known()) {
            long wallNs = stream.clock().wallNs(source, clockRate);
            ideal = former.clock().timestampAt(wallNs, clockRate) + projection.timestampOffset();
        }
        int smallest = last + clockRate / MIN_STEP_HZ;
        boolean sane = ideal - smallest >= 0 && Math.abs(ideal - (last + step)) < 2 * clockRate;
        return sane ? ideal : Math.max(step, clockRate / MIN_STEP_HZ) + last;
    }

    /** A receiver asks for a packet again. */
    void resend(int sequence16, long nowNs) {
        long sequence = projection.unwrap(sequence16);
        Source.Stream stream = track.streamById(projection.streamOf(sequence));
        StoredPacket packet = stream == null ? null : stream.cache().get(projection.sourceOf(sequence));
        if (stream == null || packet == null || !active() || sequence < forgottenBefore) {
            return;
        }
        boolean admitted = limiter().admit(sequence, nowNs) && side.downlink().admitsRepair(packet.length(), nowNs);
        if (admitted && queueAgain(stream, packet)) {
            room.counters().count(Counter.RESENT);
        }
    }

    private boolean queueAgain(Source.Stream stream, StoredPacket packet) {
        int sourceType = packet.rtp().payloadType();
        if (payloadTypes[sourceType] < 0) {
            return false;
        }
        OutgoingPacket out = side.queueMedia(packet);
        if (!projection.place(stream.id(), packet, out)) {
            side.withdraw();
            return false;
        }
        out.route(mid, ssrc, payloadTypes[sourceType]);
        if (rtxSsrc != 0 && rtxPayloadTypes[sourceType] >= 0) {
            out.repair(rtxSsrc, rtxPayloadTypes[sourceType], side.nextRtxSequence(rtxSsrc));
        } else {
            out.resend();
        }
        return true;
    }

    /** What waited was thrown away: it shall not be sent after all, and pictures go on at a keyframe. */
    void restart(long nowNs) {
        forgottenBefore = projection.next();
        pause();
        retarget(nowNs);
    }

    /** Queues some of the newest packets once more on the repair stream, to fill a probe. Returns their bytes. */
    int repeat(int bytes) {
        int repeated = 0;
        long next = projection.next();
        for (long sequence = next - 1; sequence >= next - MOST_REPEATED && repeated < bytes; sequence--) {
            Source.Stream stream = track.streamById(projection.streamOf(sequence));
            StoredPacket packet = stream == null ? null : stream.cache().get(projection.sourceOf(sequence));
            if (stream != null && packet != null && repairs() && queueAgain(stream, packet)) {
                repeated += packet.length();
            }
        }
        return repeated;
    }

    /** Queues padding on the repair stream. Returns its bytes. */
    int pad(StoredPacket blank, int bytes) {
        int type = repairs() ? repairType() : NONE;
        if (type < 0) {
            return 0;
        }
        int count = Math.clamp(bytes, 1, MOST_PADDING);
        OutgoingPacket out = side.queueMedia(blank);
        out.route(mid, rtxSsrc, type);
        out.padding(side.nextRtxSequence(rtxSsrc), projection.lastTimestamp(), count);
        return blank.length() + count;
    }

    private boolean repairs() {
        return rtxSsrc != 0 && side.connected() && section.kind() == MediaKind.VIDEO && !track.muted();
    }

    private int repairType() {
        for (byte type : rtxPayloadTypes) {
            if (type >= 0) {
                return type;
            }
        }
        return NONE;
    }

    private ResendLimiter limiter() {
        ResendLimiter limiter = resends == null ? new ResendLimiter() : resends;
        resends = limiter;
        return limiter;
    }
}
