package chat.tertulia.media;

import chat.tertulia.media.cache.StoredPacket;
import chat.tertulia.media.codec.DependencyStructure;
import chat.tertulia.media.codec.FrameDependencies;
import chat.tertulia.media.codec.FrameFacts;
import chat.tertulia.media.codec.VideoFormat;
import chat.tertulia.media.layer.FrameVerdicts;
import chat.tertulia.media.layer.LayerFilter;
import chat.tertulia.media.layer.LayeredFilter;
import chat.tertulia.media.layer.TargetFilter;
import org.jspecify.annotations.Nullable;

/** Which frames of the stream that feeds a sender go out, in which spatial and temporal layers. Owned by: one sender. */
final class FrameGate {
    private static final int LEVEL_FRAMES = 8;

    private LayerFilter filter = new LayeredFilter(true);
    private @Nullable FrameVerdicts verdicts;
    private long lastFrame;
    private int lastVerdict;
    private int levelFrames;
    private boolean fell;
    private boolean opens;

    /**
     * The stream begins at this packet.
     *
     * @param another whether it is another one than that which went out last
     */
    void begin(Source.Stream stream, StoredPacket packet, boolean another) {
        boolean described = packet.facts().structure() != null;
        if (another || described != filter instanceof TargetFilter) {
            filter = described ? new TargetFilter() : new LayeredFilter(formatOf(stream, packet) != VideoFormat.VP9);
        }
        lastFrame = 0;
        lastVerdict = FrameVerdicts.ADMITTED;
        levelFrames = -1; // no level was sent yet from which it could fall
        filter.restart();
    }

    /** The spatial layer that goes out. */
    int spatial() {
        return filter.spatial();
    }

    /** A keyframe would let more out than goes now. */
    boolean lacksKeyframe() {
        return filter.lacksKeyframe();
    }

    int lastVerdict() {
        return lastVerdict;
    }

    /** Of sound and of what has no frames. */
    void lastVerdict(int verdict) {
        lastVerdict = verdict;
    }

    /** The packet of the last {@link #pass} was the first of its frame. */
    boolean opens() {
        return opens;
    }

    /** The verdict on a packet in the order of the stream; packets of one frame share it. */
    int pass(Source.Stream stream, StoredPacket packet, Selection selection) {
        long frame = frameOf(stream, packet);
        opens = frame != lastFrame;
        if (opens) {
            lastFrame = frame;
            lastVerdict = decide(stream, packet, selection);
            verdicts().note(frame, lastVerdict);
        }
        return lastVerdict;
    }

    private int decide(Source.Stream stream, StoredPacket packet, Selection selection) {
        FrameFacts facts = packet.facts();
        boolean simulcast = stream.section().layers() > 1;
        int level = level();
        int spatial = simulcast
                ? FrameFacts.MAX_SPATIAL
                : Math.min(selection.spatial(), stream.layers().top());
        filter.limit(spatial, selection.temporal(stream.layers()));
        boolean admitted = filter.admit(facts, packet.rtp().timestamp());
        int newLevel = level();
        if (level != newLevel || levelFrames < 0) {
            fell = levelFrames >= 0 && newLevel < level;
            levelFrames = 0;
        }
        levelFrames++;
        return verdict(admitted, facts);
    }

    private int level() {
        return filter.spatial() * FrameFacts.MAX_TEMPORAL + filter.temporal();
    }

    private int verdict(boolean admitted, FrameFacts facts) {
        return !admitted
                ? FrameVerdicts.DROPPED
                : filter.endsPicture(facts) ? FrameVerdicts.ENDS_PICTURE : FrameVerdicts.ADMITTED;
    }

    /**
     * The verdict on a packet that comes late or goes out again.
     *
     * @param current whether its stream still feeds the sender
     */
    int late(Source.Stream stream, StoredPacket packet, boolean current, int maxTemporal) {
        long frame = frameOf(stream, packet);
        int known = verdicts().find(frame);
        if (known != FrameVerdicts.UNKNOWN) {
            return known;
        }
        // Frames that went out before the level fell may need it.
        boolean needed = fell && levelFrames < 2 * LEVEL_FRAMES;
        boolean ofFormer = !current && packet.facts().temporal() <= maxTemporal;
        boolean useful = ofFormer || needed || (current && filter.useful(packet.facts()));
        int verdict = verdict(useful, packet.facts());
        verdicts().note(frame, verdict);
        return verdict;
    }

    /** Told again for some frames after a change, since any one packet may be lost. */
    long activeTargets(FrameFacts facts) {
        FrameDependencies frame = facts.dependencies();
        DependencyStructure structure = facts.structure();
        boolean told =
                frame.carriesStructure() || frame.carriesMask() || (levelFrames <= LEVEL_FRAMES && facts.starts());
        if (structure == null || !told) {
            return FrameDependencies.AS_IT_IS;
        }
        return (structure.targetsWithin(filter.spatial(), filter.temporal()) & frame.activeTargets()) & 0xffff_ffffL;
    }

    private static long frameOf(Source.Stream stream, StoredPacket packet) {
        return FrameVerdicts.key(
                stream.id(), packet.rtp().timestamp(), packet.facts().spatial());
    }

    static VideoFormat formatOf(Source.Stream stream, StoredPacket packet) {
        ReceivePayloads.Payload payload =
                stream.section().payloads().get(packet.rtp().payloadType());
        return payload == null ? VideoFormat.OPAQUE : payload.format();
    }

    private FrameVerdicts verdicts() {
        FrameVerdicts known = verdicts == null ? new FrameVerdicts() : verdicts;
        verdicts = known;
        return known;
    }
}
