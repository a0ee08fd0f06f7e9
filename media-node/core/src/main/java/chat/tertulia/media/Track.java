package chat.tertulia.media;

import chat.tertulia.control.Command.Codec;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.NodeEvent.TrackStarted;
import chat.tertulia.media.cache.StoredPacket;
import chat.tertulia.media.rtcp.RtcpWriter;
import chat.tertulia.media.speaker.AudioActivity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A published track and all who get it. Exists while somebody publishes it or is to get it; a receiver may be configured
 * before the publisher is.
 */
final class Track {
    private final String id;
    private final RoomState room;
    private final List<Sender> senders = new ArrayList<>();
    /** The better one first: a publisher may send the same picture in two codecs. */
    private final List<Section> sections = new ArrayList<>();

    private byte[] cname = {};
    private @Nullable AudioActivity activity;
    private boolean muted;
    private boolean started;

    Track(String id, RoomState room) {
        this.id = id;
        this.room = room;
    }

    String id() {
        return id;
    }

    /** One for all tracks of a participant: its media is to be played in step (RFC 3550 §6.5.1). */
    byte[] cname() {
        return cname;
    }

    /** The one that most receivers get, null while nobody publishes it. */
    @Nullable
    Section section() {
        return sections.isEmpty() ? null : sections.getFirst();
    }

    boolean publishedBy(Section candidate) {
        return sections.contains(candidate);
    }

    /** The best one whose codec the receiver takes; one that is not sent yet only when there is no other. */
    @Nullable
    Section sectionFor(List<Codec> taken) {
        Section silent = null;
        for (Section candidate : sections) {
            if (CodecMatch.any(candidate.payloads().codecs(), taken)) {
                if (candidate.live().best(Integer.MAX_VALUE) >= 0) {
                    return candidate;
                }
                silent = silent == null ? candidate : silent;
            }
        }
        return silent;
    }

    boolean muted() {
        return muted;
    }

    Source.@Nullable Stream streamById(long streamId) {
        for (int i = 0; i < sections.size(); i++) {
            Source.Stream stream = sections.get(i).streamById(streamId);
            if (stream != null) {
                return stream;
            }
        }
        return null;
    }

    /** Bit/s of all that a receiver of these layers gets, over about a second; 0 when they are not there. */
    long bitrate(int spatial, int temporal, long nowNs) {
        Section section = section();
        if (section == null) {
            return 0;
        }
        boolean simulcast = section.layers() > 1;
        Source.Stream stream = section.stream(simulcast ? spatial : 0);
        if (stream == null || !section.live().live(stream.layer())) {
            return 0;
        }
        return stream.layers().bitrate(simulcast ? 0 : spatial, temporal);
    }

    /** How many temporal layers that layer has; one when it is not there. */
    int temporals(int spatial) {
        Section section = section();
        Source.Stream stream = section == null ? null : section.stream(section.layers() > 1 ? spatial : 0);
        return stream == null ? 1 : stream.layers().temporals();
    }

    /** How many simulcast or spatial layers there are. */
    int spatials() {
        Section section = section();
        if (section == null) {
            return 0;
        }
        Source.Stream stream = section.stream(0);
        return section.layers() > 1 || stream == null
                ? section.layers()
                : stream.layers().top() + 1;
    }

    /** @param rank which of the publisher's sections for this track it is, the best is 0 */
    void publish(Section by, int rank, String participantId, long nowNs) {
        if (!sections.contains(by)) {
            if (sections.isEmpty()) {
                cname = RtcpWriter.cname(participantId);
                started = false;
                activity = by.kind() == MediaKind.AUDIO ? room.speakers().join(id) : null;
            }
            sections.add(Math.min(rank, sections.size()), by);
        }
        bindAll(nowNs);
    }

    private void bindAll(long nowNs) {
        for (int i = 0; i < senders.size(); i++) {
            senders.get(i).bind(nowNs);
        }
    }

    /** This section carries it no more. Without any, those who get it wait. */
    void unpublish(Section by, long nowNs) {
        sections.remove(by);
        if (!sections.isEmpty()) {
            bindAll(nowNs);
            return;
        }
        activity = null;
        muted = false;
        room.speakers().leave(id);
        bindAll(nowNs);
        forgetIfUnused();
    }

    void mute(boolean silent, long nowNs) {
        if (muted == silent) {
            return;
        }
        muted = silent;
        if (silent) {
            room.speakers().silence(id);
        }
        for (int i = 0; i < senders.size(); i++) {
            if (silent) {
                senders.get(i).pause();
            } else {
                senders.get(i).retarget(nowNs);
            }
        }
    }

    /** A layer has an SSRC, or another one, now: its receivers need a keyframe of it. */
    void streamReplaced(long nowNs) {
        bindAll(nowNs);
    }

    void add(Sender sender) {
        senders.add(sender);
    }

    void remove(Sender sender) {
        senders.remove(sender);
        forgetIfUnused();
    }

    private void forgetIfUnused() {
        if (sections.isEmpty() && senders.isEmpty()) {
            room.tracks().remove(id);
        }
    }

    /** The first media packet makes it a started one. */
    void noteMedia() {
        if (!started) {
            started = true;
            room.events().add(new TrackStarted(room.roomId(), id));
        }
    }

    /** Whether the room lets this sound through; always so for pictures. */
    boolean audible() {
        return activity == null || activity.selected();
    }

    void heard(int level, long nowNs) {
        if (activity != null) {
            Section by = section();
            room.speakers().heard(activity, by == null || by.competes(), level, nowNs);
        }
    }

    void forward(Source.Stream stream, StoredPacket packet, long nowNs) {
        boolean layersChanged = stream.section().live().seen(stream.layer(), nowNs);
        for (int i = 0; i < senders.size(); i++) {
            Sender sender = senders.get(i);
            if (layersChanged) {
                sender.bind(nowNs);
            }
            sender.offer(stream, packet, nowNs);
        }
        if (packet.facts().keyframe()) {
            stream.keyframes().settled();
        }
    }

    /** Whether a keyframe of this stream is still of use to somebody. */
    boolean wanted(Source.Stream stream) {
        if (muted || !stream.section().live().live(stream.layer())) {
            return false;
        }
        for (int i = 0; i < senders.size(); i++) {
            if (senders.get(i).wants(stream)) {
                return true;
            }
        }
        return false;
    }
}
