package chat.tertulia.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.tertulia.control.Command.Codec;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.SendSection;
import chat.tertulia.media.allocate.Claim;
import chat.tertulia.media.cache.StoredPacket;
import chat.tertulia.media.codec.VideoFormat;
import chat.tertulia.media.layer.FrameVerdicts;
import chat.tertulia.media.layer.KeyframeThrottle;
import chat.tertulia.media.rewrite.OutgoingPacket;
import chat.tertulia.media.rewrite.Projection;
import chat.tertulia.media.stats.Counter;
import chat.tertulia.media.stats.DropReason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One section on which one receiver gets one track: which layers, and under which numbers. */
final class Sender {
    /** Step of the timestamp at a switch when the clocks of the layers would give less. */
    private static final int MIN_STEP_HZ = 1000;

    private static final int LONGEST_MID = 64;
    private static final int MOST_REPEATED = 32;
    private static final byte NONE = -1;

    private final SendSide side;
    private final RoomState room;
    private final Track track;
    private final Projection projection;
    private final int ssrc;
    private final byte[] mid;
    private final byte[] payloadTypes = new byte[128];
    private final SentReport report = new SentReport();
    private final Claim claim = new Claim();
    private final KeyframeThrottle throttle = new KeyframeThrottle();
    private final Selection selection = new Selection();
    private final FrameGate gate = new FrameGate();
    private final SoundShape sound = new SoundShape();
    private final RepairStream repairs;
    private SendSection section;
    private int clockRate = 90_000;
    private @Nullable Section published;
    private int demand = Integer.MAX_VALUE;
    private int target = -1;
    private long current = Projection.NONE;

    Sender(SendSide side, RoomState room, Track track, SendSection section) {
        this.side = side;
        this.room = room;
        this.track = track;
        this.section = section;
        ssrc = (int) section.ssrc();
        repairs = new RepairStream(side, (int) section.rtxSsrc());
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
        repairs.unbind();
        Section best = track.sectionFor(section.codecs());
        if (published != best) {
            published = best;
            pause();
            track.demandChanged(nowNs);
        }
        if (best == null) {
            return;
        }
        for (Codec codec : best.payloads().codecs()) {
            int match = CodecMatch.find(codec, section.codecs());
            if (match >= 0 && codec.payloadType() >= 0 && codec.payloadType() < 128) {
                Codec own = section.codecs().get(match);
                payloadTypes[codec.payloadType()] = (byte) own.payloadType();
                repairs.bind(codec.payloadType(), own.rtxPayloadType());
                clockRate = codec.clockRate();
            }
        }
        sound.bind(best.payloads().codecs(), section.codecs(), payloadTypes);
        retarget(nowNs);
    }

    private boolean active() {
        return selection.enabled() && selection.permitted() && !track.muted() && side.connected();
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
        return selection.enabled() && published != null && !track.muted();
    }

    /** What the publisher sends of it that this receiver can take, null for nothing. */
    @Nullable
    Section published() {
        return published;
    }

    /** How many simulcast or spatial layers it could get. */
    int spatials() {
        return published == null ? 0 : published.spatials();
    }

    int temporals(int spatial) {
        return published == null ? 1 : published.temporals(spatial);
    }

    /** Bit/s of these layers and those below, 0 when they are not there. */
    long bitrate(int spatial, int temporal) {
        return published == null ? 0 : published.bitrate(spatial, temporal);
    }

    /** What a layer that we had stopped would cost; 0 when nothing is known of it. */
    long expected(int spatial, long nowNs) {
        return published == track.section() ? track.expected(spatial, nowNs) : 0;
    }

    /** Bit/s of the layer that goes out. */
    long flowBps() {
        int layer = layer();
        return layer < 0 ? 0 : bitrate(layer, Integer.MAX_VALUE);
    }

    /** How many earlier packets of sound one packet says again; none where a repair stream would have to say the same. */
    private int depth() {
        return repairs.exists() ? 0 : side.downlink().redundancy();
    }

    /** Bit/s of sound, with what is said again. */
    long soundBps() {
        boolean heard = wished() && track.audible();
        return heard ? (long) (bitrate(0, 0) * sound.growth(depth())) : 0;
    }

    /** The best layer that the receiver wants, -1 for none. */
    int wish() {
        return selection.wish();
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

    /** The best temporal layer of a simulcast or spatial layer that the receiver wants. */
    int wishedTemporal(int spatial) {
        Section best = published;
        Source.Stream stream = best == null ? null : best.stream(best.layers() > 1 ? spatial : 0);
        return stream == null ? Integer.MAX_VALUE : selection.wishedTemporal(stream.layers());
    }

    /** The simulcast or spatial layer that goes out, -1 for none. */
    int layer() {
        Source.Stream stream = source();
        if (stream == null) {
            return -1;
        }
        return stream.section().layers() > 1 ? stream.layer() : gate.spatial();
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

    /** What the receiver wants. */
    void select(boolean wanted, int layer, int fps, long nowNs) {
        if (selection.enabled() && !wanted) {
            pause();
        }
        selection.want(wanted, layer, fps);
        retarget(nowNs);
    }

    /**
     * What may be sent at most, whatever the receiver wants.
     *
     * @param spatial simulcast layer or spatial layer, -1 for nothing at all
     */
    void limit(int spatial, int temporal, long nowNs) {
        boolean changed = selection.permit(spatial, temporal);
        if (spatial < 0) {
            pause();
        } else if (changed) {
            retarget(nowNs);
        }
    }

    /** The next packet that goes out begins a new run. */
    void pause() {
        current = Projection.NONE;
    }

    private Source.@Nullable Stream targetStream() {
        return published == null ? null : published.stream(target);
    }

    /** Layers came or went, or another one is wanted. */
    void retarget(long nowNs) {
        target = published == null ? -1 : published.live().best(selection.spatial());
        Source.Stream stream = targetStream();
        if (active() && stream != null && stream.id() != current) {
            askKeyframe(stream, nowNs);
        }
    }

    void layersChanged(long nowNs) {
        bind(nowNs);
        side.downlink().wishesChanged(nowNs);
    }

    boolean wants(Source.Stream stream) {
        return active() && ((stream.section() == published && stream.layer() == target) || stream.id() == current);
    }

    void keyframeRequested(long nowNs) {
        report.keyframeRequested();
        Source.Stream stream = current == Projection.NONE ? targetStream() : source();
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
        boolean targeted = stream.section() == published && stream.layer() == target;
        if (stream.id() != current && targeted && packet.facts().keyframe() && track.audible()) {
            begin(stream, packet, nowNs);
            pass(stream, packet, nowNs);
            replay(stream, packet.sequence(), nowNs);
            return;
        }
        boolean late = packet.sequence() < stream.window().highest();
        if (stream.id() == current) {
            pass(stream, packet, nowNs);
        } else if (late) {
            passLate(stream, packet);
        }
    }

    private void begin(Source.Stream stream, StoredPacket packet, long nowNs) {
        gate.begin(stream, packet, projection.streamId() != stream.id());
        projection.begin(stream.id(), packet, timestampFor(stream, packet, nowNs));
        current = stream.id();
    }

    /** The keyframe's first packet came late, by repair or reordering: what had followed it was not for us until now. */
    private void replay(Source.Stream stream, long from, long nowNs) {
        for (long sequence = from + 1; sequence <= stream.window().highest(); sequence++) {
            StoredPacket packet = stream.cache().get(sequence);
            if (packet != null) {
                pass(stream, packet, nowNs);
            }
        }
    }

    private void pass(Source.Stream stream, StoredPacket packet, long nowNs) {
        if (projection.behind(stream.id(), packet.sequence())) {
            passLate(stream, packet);
            return;
        }
        boolean video = stream.section().kind() == MediaKind.VIDEO;
        if (video && packet.rtp().payloadLength() > 0) {
            passFrame(stream, packet, nowNs);
        } else if (video || track.audible()) {
            boolean talkspurt = gate.lastVerdict() == FrameVerdicts.DROPPED;
            gate.lastVerdict(FrameVerdicts.ADMITTED);
            send(stream, packet, !video && talkspurt ? FrameVerdicts.ENDS_PICTURE : FrameVerdicts.ADMITTED);
        } else {
            projection.skip(packet, gate.lastVerdict() == FrameVerdicts.DROPPED, false);
            gate.lastVerdict(FrameVerdicts.DROPPED);
        }
    }

    private void passFrame(Source.Stream stream, StoredPacket packet, long nowNs) {
        int verdict = gate.pass(stream, packet, selection);
        if (gate.opens() && gate.lacksKeyframe()) {
            askKeyframe(stream, nowNs);
        }
        if (verdict == FrameVerdicts.DROPPED) {
            boolean vp8 = FrameGate.formatOf(stream, packet) == VideoFormat.VP8;
            projection.skip(packet, !gate.opens(), gate.opens() && vp8);
        } else {
            send(stream, packet, verdict);
        }
    }

    /** A place that was kept for it is filled, by the packet or, when nobody has a use for that, by an empty one. */
    private void passLate(Source.Stream stream, StoredPacket packet) {
        send(stream, packet, verdictOf(stream, packet));
    }

    private int verdictOf(Source.Stream stream, StoredPacket packet) {
        return stream.section().kind() != MediaKind.VIDEO || packet.rtp().payloadLength() == 0
                ? FrameVerdicts.ADMITTED
                : gate.late(stream, packet, stream.id() == current, selection.maxTemporal());
    }

    private void send(Source.Stream stream, StoredPacket packet, int verdict) {
        if (current == Projection.NONE) {
            return;
        }
        if (payloadTypes[packet.rtp().payloadType()] < 0) {
            room.counters().drop(DropReason.PAYLOAD_TYPE);
            return;
        }
        if (place(stream, packet, verdict) != null) {
            report.sent(packet.rtp().payloadLength());
        }
    }

    /** In the queue, as this receiver gets it; null when it has no place. */
    private @Nullable OutgoingPacket place(Source.Stream stream, StoredPacket packet, int verdict) {
        OutgoingPacket out = side.queueMedia(packet);
        if (!projection.place(stream.id(), packet, out)) {
            side.withdraw();
            return null;
        }
        out.route(mid, ssrc, payloadTypes[packet.rtp().payloadType()]);
        boolean audio = stream.section().kind() == MediaKind.AUDIO;
        out.urgent(audio);
        if (verdict == FrameVerdicts.DROPPED) {
            out.empty();
        } else if (verdict == FrameVerdicts.ENDS_PICTURE
                && (audio || packet.facts().ends())) {
            out.mark();
        }
        if (audio && packet.rtp().payloadLength() > 0) {
            sound.shape(out, stream, projection, depth());
        }
        if (packet.facts().dependencies().described()) {
            out.describe(gate.activeTargets(packet.facts()));
        }
        return out;
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

    /**
     * A receiver asks for a packet again. A picture goes out on the repair stream or not at all: on its own SSRC it would use an
     * SRTP index, and so a nonce of AES-GCM, a second time with other header extensions (RFC 7714 §8.2). Sound, which browsers
     * have no repair stream for, goes out as it was.
     */
    void resend(int sequence16, long nowNs) {
        if (section.kind() == MediaKind.AUDIO && !repairs.exists()) {
            side.repeat(ssrc, sequence16, nowNs);
            return;
        }
        long sequence = projection.unwrap(sequence16);
        Source.Stream stream = track.streamById(projection.streamOf(sequence));
        StoredPacket packet = stream == null ? null : stream.cache().get(projection.sourceOf(sequence));
        if (stream == null || packet == null || !active()) {
            return;
        }
        if (repairs.admits(sequence, packet, nowNs) && queueAgain(stream, packet)) {
            room.counters().count(Counter.RESENT);
        }
    }

    private boolean queueAgain(Source.Stream stream, StoredPacket packet) {
        int publishedType = packet.rtp().payloadType();
        if (!repairs.repairs(publishedType) || payloadTypes[publishedType] < 0) {
            return false;
        }
        OutgoingPacket out = place(stream, packet, verdictOf(stream, packet));
        if (out != null) {
            repairs.take(out, publishedType);
        }
        return out != null;
    }

    /** What waited was thrown away, or is more than fits: it shall not be sent after all, and pictures go on at a keyframe. */
    void restart(long nowNs) {
        repairs.forget(projection.next());
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
            if (stream != null && packet != null && probes() && queueAgain(stream, packet)) {
                repeated += packet.length();
            }
        }
        return repeated;
    }

    /** Queues padding on the repair stream. Returns its bytes. */
    int pad(StoredPacket blank, int bytes) {
        return probes() ? repairs.pad(mid, projection.lastTimestamp(), blank, bytes) : 0;
    }

    private boolean probes() {
        return repairs.exists() && side.connected() && section.kind() == MediaKind.VIDEO && !track.muted();
    }
}
