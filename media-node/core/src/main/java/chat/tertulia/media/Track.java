package chat.tertulia.media;

import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.NodeEvent.TrackDemand;
import chat.tertulia.control.NodeEvent.TrackStarted;
import chat.tertulia.media.cache.StoredPacket;
import chat.tertulia.media.layer.Demand;
import chat.tertulia.media.layer.LayerRates;
import chat.tertulia.media.layer.LiveLayers;
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
    private @Nullable Section section;
    private byte[] cname = {};
    private LiveLayers live = new LiveLayers(1);
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

    @Nullable
    Section section() {
        return section;
    }

    LiveLayers live() {
        return live;
    }

    boolean muted() {
        return muted;
    }

    Source.@Nullable Stream stream(int layer) {
        return section == null ? null : section.stream(layer);
    }

    Source.@Nullable Stream streamById(long streamId) {
        return section == null ? null : section.streamById(streamId);
    }

    void publish(Section by, String participantId, long nowNs) {
        if (section != by) {
            section = by;
            cname = RtcpWriter.cname(participantId);
            this.participantId = participantId;
            live = new LiveLayers(by.layers());
            rates = new LayerRates(by.layers());
            demand = new Demand(by.layers() - 1);
            started = false;
            activity = by.kind() == MediaKind.AUDIO ? room.speakers().join(id) : null;
        }
        for (int i = 0; i < senders.size(); i++) {
            senders.get(i).bind(nowNs);
        }
        demandChanged(nowNs);
    }

    /** Nobody publishes it any more; those who get it wait. */
    void unpublish() {
        section = null;
        activity = null;
        muted = false;
        room.speakers().leave(id);
        for (int i = 0; i < senders.size(); i++) {
            senders.get(i).pause();
        }
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

    /** A layer has another SSRC now: its receivers need a keyframe of the new one. */
    void streamReplaced(long nowNs) {
        for (int i = 0; i < senders.size(); i++) {
            senders.get(i).retarget(nowNs);
        }
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
        if (section == null && senders.isEmpty()) {
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

    void heard(int level, long nowNs) {
        if (activity != null) {
            activity.heard(level, nowNs);
        }
    }

    void forward(Source.Stream stream, StoredPacket packet, long nowNs) {
        boolean layersChanged = live.seen(stream.layer(), nowNs);
        rates.seen(stream.layer(), packet.length(), nowNs);
        for (int i = 0; i < senders.size(); i++) {
            Sender sender = senders.get(i);
            if (layersChanged) {
                sender.layersChanged(nowNs);
            }
            sender.offer(stream, packet, nowNs);
        }
        if (packet.keyframeStart()) {
            stream.keyframes().settled();
        }
    }

    /** Cumulative bit/s of an operating point over the last second or so; 0 when it is not live. */
    long bitrate(int spatial, int temporal, long nowNs) {
        return live.live(spatial) ? rates.bitrate(spatial, nowNs) : 0;
    }

    /** How many temporal layers can be told apart. */
    int temporals(int spatial) {
        return 1;
    }

    /** What a layer that is not live would cost if its publisher sent it; 0 when that would be in vain. */
    long expected(int spatial, long nowNs) {
        boolean stopped = demand.told() < spatial; // by us; else its publisher cannot send it
        return stopped ? rates.expected(spatial, nowNs) : 0;
    }

    /** Receivers want other layers than before. */
    void demandChanged(long nowNs) {
        if (section == null || section.kind() != MediaKind.VIDEO || live.count() < 2) {
            return;
        }
        int best = -1;
        for (int i = 0; i < senders.size(); i++) {
            best = Math.max(best, senders.get(i).demand());
        }
        demand.want(Math.min(best, live.count() - 1), nowNs);
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
        if (muted || !live.live(stream.layer())) {
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
