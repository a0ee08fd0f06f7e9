package chat.tertulia.media;

import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.media.cache.PacketPool;
import chat.tertulia.media.cache.StoredPacket;
import chat.tertulia.media.codec.DependencyDescriptor;
import chat.tertulia.media.codec.VideoFormat;
import chat.tertulia.media.relay.RelayedPacket;
import chat.tertulia.media.rtp.Extensions;
import chat.tertulia.media.rtp.RtpView;
import chat.tertulia.media.rtp.SequenceUnwrapper;
import chat.tertulia.media.rtp.Verdict;
import chat.tertulia.media.rtx.RtxPayload;
import chat.tertulia.media.stats.Counter;
import chat.tertulia.media.stats.Counters;
import chat.tertulia.media.stats.DropReason;

/** The way of an RTP packet from a publisher's transport to the track that it belongs to. */
final class RtpInput {
    private static final long FIRST_CYCLE = 0x1_0000L;

    private final RoomState room;
    private final Counters counters;
    private final ReceiveSide side;
    private final Feedback feedback;
    private final RtpView view = new RtpView();
    private final RtpView restored = new RtpView();
    private final RedRecovery recovery = new RedRecovery();
    private final HeaderFields fields = new HeaderFields();

    RtpInput(RoomState room, ReceiveSide side, Feedback feedback) {
        this.room = room;
        this.counters = room.counters();
        this.side = side;
        this.feedback = feedback;
    }

    void receive(byte[] packet, int offset, int length, long nowNs) {
        if (length > PacketPool.MAX_PACKET_BYTES || view.wrap(packet, offset, length) != Verdict.WELL_FORMED) {
            counters.drop(DropReason.MALFORMED);
            return;
        }
        fields.read(view, side.kindsById());
        feedback.arrived(fields.transportSequence(), view.ssrc(), nowNs);
        Source known = side.source(view.ssrc());
        Source source = known == null ? side.learn(view, fields, nowNs) : known;
        switch (source) {
            case null -> counters.drop(DropReason.UNKNOWN_SSRC);
            case Source.Stream stream -> receiveMedia(stream, nowNs);
            case Source.Repair repair -> receiveRepair(repair, nowNs);
        }
    }

    private void receiveMedia(Source.Stream stream, long nowNs) {
        ReceivePayloads.Payload payload = stream.section().payloads().get(view.payloadType());
        if (payload == null || payload.isRepair()) {
            counters.drop(DropReason.PAYLOAD_TYPE);
            return;
        }
        long sequence = extend(stream, view.sequence());
        stream.seen(nowNs);
        stream.reception().arrived(sequence, view.timestamp(), payload.codec().clockRate(), nowNs);
        if (payload.format() == VideoFormat.RED) {
            recover(stream, sequence, nowNs);
        }
        accept(stream, view, payload.format(), sequence, nowNs);
    }

    /** Packets that are missing, and that this one says again, come now as if they had not been lost; oldest first. */
    private void recover(Source.Stream stream, long sequence, long nowNs) {
        if (stream.window().highest() < 0) {
            return;
        }
        for (int back = recovery.wrap(view); back > 0; back--) {
            if (stream.window().lacks(sequence - back) && recovery.restore(back, restored)) {
                ReceivePayloads.Payload plain = stream.section().payloads().get(restored.payloadType());
                if (plain != null && plain.format() == VideoFormat.OPAQUE && !plain.isRepair()) {
                    counters.count(Counter.REPAIRED);
                    accept(stream, restored, plain.format(), sequence - back, nowNs);
                }
            }
        }
    }

    /** Probes are counted for congestion control and end here; they open nothing. */
    private void receiveRepair(Source.Repair repair, long nowNs) {
        counters.count(Counter.RTX_IN);
        Source.Stream stream = repair.section().stream(repair.layer());
        ReceivePayloads.Payload payload = repair.section().payloads().get(view.payloadType());
        if (payload == null || !payload.isRepair()) {
            counters.drop(DropReason.PAYLOAD_TYPE);
            return;
        }
        if (stream == null || !RtxPayload.holdsPacket(view)) {
            counters.drop(DropReason.PADDING);
            return;
        }
        if (room.rtx().unwrap(view, stream.ssrc(), payload.repairs(), restored) != Verdict.WELL_FORMED) {
            counters.drop(DropReason.MALFORMED);
            return;
        }
        accept(stream, restored, payload.format(), extend(stream, restored.sequence()), nowNs);
    }

    private static long extend(Source.Stream stream, int sequence) {
        long highest = stream.window().highest();
        return highest < 0 ? FIRST_CYCLE + sequence : SequenceUnwrapper.near(highest, sequence);
    }

    private void accept(Source.Stream stream, RtpView packet, VideoFormat format, long sequence, long nowNs) {
        if (!fresh(stream, sequence, nowNs)) {
            return;
        }
        Track track = stream.section().track();
        if (track == null) {
            stream.gaps().clear();
            counters.drop(DropReason.UNPUBLISHED);
            return;
        }
        if (packet.payloadLength() > 0) {
            track.noteMedia();
        }
        if (track.muted()) {
            stream.gaps().clear();
            counters.drop(DropReason.MUTED);
            return;
        }
        track.heard(fields.audioLevel(), nowNs);
        StoredPacket stored = store(stream, packet, format, sequence, nowNs);
        if (format == VideoFormat.RED
                && packet.payloadLength() > 0
                && !stored.facts().keyframe()) {
            counters.drop(DropReason.MALFORMED);
        } else {
            track.forward(stream, stored, nowNs);
            if (room.border().open()) {
                room.border().relay(track, stream, stored, fields.audioLevel());
            }
        }
        stored.release();
    }

    /** A packet that another part of the room has accepted. What is missing there is asked for there. */
    void relayed(Source.Stream stream, RelayedPacket packet, long nowNs) {
        if (view.wrap(packet.bytes(), 0, packet.length()) != Verdict.WELL_FORMED) {
            counters.drop(DropReason.MALFORMED);
            return;
        }
        fields.read(view, side.kindsById());
        ReceivePayloads.Payload payload = stream.section().payloads().get(view.payloadType());
        Track track = stream.section().track();
        var _ = stream.window().arrive(packet.sequence());
        stream.seen(nowNs);
        if (payload == null) {
            counters.drop(DropReason.PAYLOAD_TYPE);
        } else if (track == null) {
            counters.drop(DropReason.UNPUBLISHED);
        } else if (track.muted()) {
            counters.drop(DropReason.MUTED);
        } else {
            track.heard(packet.level(), nowNs);
            StoredPacket stored = store(stream, view, payload.format(), packet.sequence(), nowNs);
            track.forward(stream, stored, nowNs);
            stored.release();
        }
    }

    /** Keeps account of what came and what is missing. */
    private boolean fresh(Source.Stream stream, long sequence, long nowNs) {
        long highest = stream.window().highest();
        switch (stream.window().arrive(sequence)) {
            case DUPLICATE -> {
                counters.drop(DropReason.DUPLICATE);
                return false;
            }
            case TOO_LATE -> {
                counters.drop(DropReason.TOO_LATE);
                return false;
            }
            case FILLS -> {
                if (stream.gaps().filled(sequence)) {
                    counters.count(Counter.REPAIRED);
                }
            }
            case ADVANCES -> {
                if (highest >= 0 && sequence > highest + 1 && repairable(stream.section())) {
                    noteGap(stream, highest, sequence, nowNs);
                }
            }
        }
        return true;
    }

    /** Pictures, and sound that somebody may hear. */
    private static boolean repairable(Section section) {
        Track track = section.track();
        return section.kind() == MediaKind.VIDEO || (track != null && track.audible());
    }

    private void noteGap(Source.Stream stream, long highest, long sequence, long nowNs) {
        if (stream.gaps().advanced(highest, sequence, nowNs)) {
            room.wakeAt(stream.gaps().dueNs());
        } else if (stream.section().kind() == MediaKind.VIDEO) {
            stream.keyframes().request(nowNs);
            room.wakeAt(stream.keyframes().dueNs());
        }
    }

    private StoredPacket store(Source.Stream stream, RtpView packet, VideoFormat format, long sequence, long nowNs) {
        StoredPacket stored = room.pool().take(packet.length());
        stored.store(packet, side.kindsById(), sequence, nowNs);
        stored.video(stream.section().kind() == MediaKind.VIDEO);
        if (packet.payloadLength() > 0) {
            format.read(stored.bytes(), packet.payloadOffset(), packet.payloadLength(), stored.facts());
            if (fields.has(Extensions.DEPENDENCY_DESCRIPTOR)) {
                describe(stream, stored);
            }
            stream.layers().seen(stored.facts(), packet.timestamp(), packet.payloadLength(), nowNs);
        }
        stream.cache().put(stored);
        return stored;
    }

    private void describe(Source.Stream stream, StoredPacket packet) {
        int at = fields.offsetInPacket(Extensions.DEPENDENCY_DESCRIPTOR);
        int length = fields.length(Extensions.DEPENDENCY_DESCRIPTOR);
        DependencyDescriptor descriptor = stream.descriptor();
        boolean replaced = descriptor.read(packet.bytes(), at, length, packet.sequence(), packet.facts());
        if (replaced) {
            // It came late: what had followed it could not be understood until now.
            for (long s = packet.sequence() + 1; s <= stream.window().highest(); s++) {
                StoredPacket later = stream.cache().get(s);
                if (later != null) {
                    descriptor.again(later.bytes(), later.sequence(), later.facts());
                }
            }
        }
    }
}
