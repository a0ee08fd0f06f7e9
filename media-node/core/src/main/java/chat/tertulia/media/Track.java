package chat.tertulia.media;

import chat.tertulia.control.Command.Codec;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.NodeEvent.TrackDemand;
import chat.tertulia.control.NodeEvent.TrackStarted;
import chat.tertulia.media.cache.StoredPacket;
import chat.tertulia.media.layer.Demand;
import chat.tertulia.media.layer.LayerRates;
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
    private LayerRates rates = new LayerRates(1);
    private Demand demand = new Demand(0);
    private String participantId = "";
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

    String participantId() {
        return participantId;
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

    /** @param rank which of the publisher's sections for this track it is, the best is 0 */
    void publish(Section by, int rank, String participantId, long nowNs) {
        if (!sections.contains(by)) {
            if (sections.isEmpty()) {
                cname = RtcpWriter.cname(participantId);
                this.participantId = participantId;
                started = false;
                activity = by.kind() == MediaKind.AUDIO ? room.speakers().join(id) : null;
            }
            sections.add(Math.min(rank, sections.size()), by);
            if (section() == by) {
                rates = new LayerRates(by.layers());
                demand = new Demand(by.layers() - 1);
            }
        }
        bindAll(nowNs);
    }

    private void bindAll(long nowNs) {
        for (int i = 0; i < senders.size(); i++) {
            senders.get(i).bind(nowNs);
        }
        demandChanged(nowNs);
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

    void add(Sender sender, long nowNs) {
        senders.add(sender);
        demandChanged(nowNs);
    }

    void remove(Sender sender, long nowNs) {
        senders.remove(sender);
        demandChanged(nowNs);
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
        if (stream.section() == section()) {
            rates.seen(stream.layer(), packet.length(), nowNs);
        }
        for (int i = 0; i < senders.size(); i++) {
            Sender sender = senders.get(i);
            if (layersChanged) {
                sender.layersChanged(nowNs);
            }
            sender.offer(stream, packet, nowNs);
        }
        if (packet.facts().keyframe()) {
            stream.keyframes().settled();
        }
    }

    /** What a layer that is not live would cost if its publisher sent it; 0 when that would be in vain. */
    long expected(int spatial, long nowNs) {
        boolean stopped = demand.told() < spatial; // by us; else its publisher cannot send it
        return stopped ? rates.expected(spatial, nowNs) : 0;
    }

    /** Receivers want other layers than before. Those who get another codec want none of this one. */
    void demandChanged(long nowNs) {
        Section section = section();
        if (section == null || section.kind() != MediaKind.VIDEO || section.layers() < 2) {
            return;
        }
        int best = -1;
        for (int i = 0; i < senders.size(); i++) {
            Sender sender = senders.get(i);
            best = sender.published() == section ? Math.max(best, sender.demand()) : best;
        }
        demand.want(Math.min(best, section.layers() - 1), nowNs);
        room.wakeAt(Math.max(nowNs, demand.dueNs()));
    }

    /** Tells the publisher's server what is wanted, when that is news. */
    void tellDemand(long nowNs) {
        if (demand.tell(nowNs)) {
            room.events().add(new TrackDemand(room.roomId(), id, demand.told()));
        }
        room.wakeAt(demand.dueNs());
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
