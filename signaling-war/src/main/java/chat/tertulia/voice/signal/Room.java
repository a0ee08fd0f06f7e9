package chat.tertulia.voice.signal;

import chat.tertulia.control.Command;
import chat.tertulia.control.NodeEvent;
import chat.tertulia.voice.node.MediaNode;
import chat.tertulia.voice.node.RoomFeed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import livekit.LivekitModels.ConnectionQuality;
import livekit.LivekitModels.DataTrackInfo;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.SpeakerInfo;
import livekit.LivekitRtc.ConnectionQualityInfo;
import livekit.LivekitRtc.ConnectionQualityUpdate;
import livekit.LivekitRtc.LeaveRequest.Action;
import livekit.LivekitRtc.PublishDataTrackRequest;
import livekit.LivekitRtc.RequestResponse;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.SpeakersChanged;
import livekit.LivekitRtc.StreamState;
import livekit.LivekitRtc.StreamStateInfo;
import livekit.LivekitRtc.StreamStateUpdate;
import livekit.LivekitRtc.SubscriptionPermission;
import livekit.LivekitRtc.UnpublishDataTrackRequest;
import livekit.LivekitRtc.UpdateDataSubscription;
import org.jspecify.annotations.Nullable;

/**
 * A voice room on one media node: who is in it and which tracks are there. Lives from the first participant to the last.
 *
 * <p>Owned by: its mailbox. The package-private methods post to it and may be called from any thread.
 */
final class Room implements RoomFeed {
    private static final double LOSS_EXCELLENT = 0.02;
    private static final double LOSS_GOOD = 0.08;
    private static final double RTT_EXCELLENT_MS = 250;

    private final String name;
    private final String sid = Sids.room();
    private final MediaNode node;
    private final SignalSettings settings;
    private final Consumer<Room> onEmpty;
    private final Instant created;
    private final Sids.Ssrcs ssrcs = new Sids.Ssrcs();
    private final Map<String, Seat> seats = new LinkedHashMap<>();
    private final Mailbox mailbox;
    private volatile boolean abandoned;

    /** @param onEmpty called on the room's thread whenever nobody is in it */
    Room(String name, MediaNode node, SignalSettings settings, Consumer<Room> onEmpty) {
        this.name = name;
        this.node = node;
        this.settings = settings;
        this.onEmpty = onEmpty;
        this.created = settings.clock().instant();
        this.mailbox = new Mailbox("room " + sid, () -> {});
        node.attach(name, this);
    }

    String name() {
        return name;
    }

    String nodeId() {
        return node.nodeId();
    }

    /** Nothing is waiting for the room's thread; only then may an empty room end. */
    boolean idle() {
        return mailbox.idle();
    }

    /** On the room's thread, when it is out of the directory. */
    void end() {
        node.detach(name, this);
        mailbox.stop();
    }

    void enter(Participant participant) {
        post(() -> seat(participant));
    }

    void left(Participant participant) {
        post(() -> unseat(participant));
    }

    void announce(Participant participant, Publication publication) {
        onSeat(participant, seat -> {
            seat.announce(publication);
            if (publication.audible() && settings.admission().serverMuted(participant.identity())) {
                muteOnNode(publication.sid(), true);
                participant.serverMute(true);
            }
        });
    }

    void withdraw(Participant participant, String trackSid) {
        onSeat(participant, seat -> {
            if (seat.withdraw(trackSid)) {
                others(participant, other -> other.trackGone(trackSid));
                publish(seat);
            }
        });
    }

    void muted(Participant participant, String trackSid, boolean muted) {
        onSeat(participant, seat -> {
            if (seat.mute(trackSid, muted)) {
                publish(seat);
            }
        });
    }

    void describe(Participant participant, String newName, String metadata, Map<String, String> attributes) {
        onSeat(participant, seat -> {
            seat.describe(newName, metadata, attributes);
            publish(seat);
        });
    }

    /** Everybody's state once more, for a client that was away. */
    void refresh(Participant participant) {
        onSeat(participant, seat -> {
            List<ParticipantInfo> infos = new ArrayList<>();
            infos.add(seat.info(ParticipantInfo.State.ACTIVE));
            infos.addAll(othersOf(participant));
            participant.tell(SignalMessages.update(infos));
            participant.refreshed();
            participant.tell(
                    SignalMessages.dataHandles(seat.dataTracks().routes().handles()));
            seat.demands().values().forEach(demand -> participant.tell(SignalMessages.wantedCodecs(demand.told())));
        });
    }

    /** Whom this publisher lets have its tracks from now on. Who may no more has lost them on the node before this returns. */
    void permit(Participant participant, SubscriptionPermission wish) {
        onSeat(participant, seat -> {
            TrackPermissions before = seat.permissions();
            TrackPermissions now = TrackPermissions.of(wish, this::identityOf);
            seat.permit(now);
            seats.values().forEach(this::routeData);
            others(
                    participant,
                    other -> now.changed(before, other.identity(), seat.visible())
                            .forEach(publication -> permit(other, publication, seat.lets(other, publication.sid()))));
        });
    }

    void publishData(Participant participant, PublishDataTrackRequest wish) {
        onSeat(participant, seat -> {
            switch (seat.dataTracks().publish(wish, participant.grant().rights())) {
                case DataTracks.Verdict.Published(DataTrackInfo info) -> {
                    participant.tell(SignalMessages.dataPublished(info));
                    seat.changed();
                    publish(seat);
                }
                case DataTracks.Verdict.Refused(RequestResponse.Reason reason, String message) ->
                    participant.tell(SignalMessages.request(RequestResponse.newBuilder()
                            .setReason(reason)
                            .setMessage(message)
                            .setPublishDataTrack(wish)));
            }
        });
    }

    void unpublishData(Participant participant, UnpublishDataTrackRequest wish) {
        onSeat(participant, seat -> {
            Optional<DataTrackInfo> gone = seat.dataTracks().unpublish(wish.getPubHandle());
            if (gone.isEmpty()) {
                participant.tell(SignalMessages.request(RequestResponse.newBuilder()
                        .setReason(RequestResponse.Reason.NOT_FOUND)
                        .setMessage("There is no such data track.")
                        .setUnpublishDataTrack(wish)));
                return;
            }
            participant.tell(SignalMessages.dataUnpublished(gone.get()));
            forgetData(gone.get().getSid());
            seats.values().forEach(this::routeData);
            seat.changed();
            publish(seat);
        });
    }

    void subscribeData(Participant participant, UpdateDataSubscription wish) {
        onSeat(participant, seat -> {
            for (UpdateDataSubscription.Update update : wish.getUpdatesList()) {
                boolean there = seats.values().stream()
                        .flatMap(owner -> owner.dataTracks().published().stream())
                        .anyMatch(track -> track.getSid().equals(update.getTrackSid()));
                if (update.getSubscribe()
                        && there
                        && participant.grant().rights().subscribe()) {
                    seat.dataTracks().want(update.getTrackSid());
                } else {
                    seat.dataTracks().decline(update.getTrackSid());
                }
            }
            routeData(seat);
        });
    }

    private void forgetData(String trackSid) {
        seats.values().forEach(seat -> seat.dataTracks().decline(trackSid));
    }

    private void routeData(Seat receiver) {
        DataRoutes routes = DataRoutes.of(receiver, seats.values());
        if (receiver.dataTracks().routed(routes)) {
            receiver.participant().dataRoutes(routes);
        }
    }

    /** The node is told from here, so that media ends even while the receiver waits for it. */
    private void permit(Participant receiver, Publication publication, boolean permitted) {
        if (!permitted) {
            receiver.transportIds().forEach(transportId -> {
                var _ = node.ask(id -> new Command.SelectLayer(id, name, transportId, publication.sid(), false, 0));
            });
        }
        receiver.trackPermission(publication.sid(), permitted);
    }

    private Optional<String> identityOf(String participantSid) {
        return seats.values().stream()
                .map(Seat::participant)
                .filter(participant -> participant.sid().equals(participantSid))
                .map(Participant::identity)
                .findFirst();
    }

    /** Tells the publisher that somebody gets its track, and in which of its codecs. */
    void subscribed(Participant receiver, String trackSid, String codec) {
        post(() -> {
            Seat owner = ownerOf(trackSid);
            Seat seat = seats.get(receiver.identity());
            if (owner != null && seat != null && seat.participant().equals(receiver)) {
                owner.participant().tell(SignalMessages.trackSubscribed(trackSid));
                demand(owner, trackSid, demand -> demand.takes(receiver.sid(), codec));
            }
        });
    }

    void unsubscribed(Participant receiver, String trackSid) {
        post(() -> {
            Seat owner = ownerOf(trackSid);
            if (owner != null) {
                demand(owner, trackSid, demand -> demand.leaves(receiver.sid()));
            }
        });
    }

    /** A publisher with codecs for different receivers hears which of them are needed. */
    private static void demand(Seat owner, String trackSid, Consumer<CodecDemand> change) {
        CodecDemand demand = owner.demands().get(trackSid);
        if (demand != null) {
            change.accept(demand);
            demand.news().map(SignalMessages::wantedCodecs).ifPresent(owner.participant()::tell);
        }
    }

    void cut(String identity, DisconnectReason reason) {
        post(() -> {
            Seat seat = seats.get(identity);
            if (seat != null) {
                settings.counters().cuts.increment();
                // The transports are closed from here, so that media ends even while the participant waits for the
                // node.
                seat.participant().transportIds().forEach(this::closeTransport);
                seat.participant().expel(reason, Action.DISCONNECT);
                unseat(seat.participant());
            }
        });
    }

    void serverMute(String identity, boolean muted) {
        post(() -> {
            Seat seat = seats.get(identity);
            if (seat == null) {
                return;
            }
            seat.announced().stream().filter(Publication::audible).forEach(publication -> {
                muteOnNode(publication.sid(), muted);
                if (muted && seat.mute(publication.sid(), true)) {
                    publish(seat);
                }
            });
            seat.participant().serverMute(muted);
        });
    }

    @Override
    public void event(NodeEvent event) {
        post(() -> {
            switch (event) {
                case NodeEvent.TrackStarted(String _, String trackId) -> started(trackId);
                case NodeEvent.SpeakersChanged(String _, List<NodeEvent.Speaker> speakers) -> speak(speakers);
                case NodeEvent.TransportStats stats -> quality(stats);
                case NodeEvent.StreamStatesChanged changed -> streams(changed);
                case NodeEvent.TrackDemand(String _, String trackId, int layer) -> demand(trackId, layer);
                case NodeEvent.TransportStateChanged changed -> transport(changed);
                case NodeEvent.DataStalled stalled -> stalled(stalled);
                case NodeEvent.Hello _, NodeEvent.Load _ -> {} // about nodes, not rooms
            }
        });
    }

    @Override
    public void nodeDrains() {
        move();
    }

    @Override
    public void nodeLost() {
        move();
    }

    /** Whoever comes from now on is to be given another room of the name, on another node. */
    boolean abandoned() {
        return abandoned;
    }

    /** Everybody comes again, to a room of the same name where there is a node for it. */
    private void move() {
        abandoned = true;
        post(() -> List.copyOf(seats.values()).forEach(seat -> {
            seat.participant().transportIds().forEach(this::closeTransport);
            seat.participant().expel(DisconnectReason.MIGRATION, Action.RECONNECT);
            unseat(seat.participant());
        }));
    }

    private void post(Runnable message) {
        mailbox.post(() -> {
            message.run();
            if (seats.isEmpty()) {
                onEmpty.accept(this);
            }
        });
    }

    private void onSeat(Participant participant, Consumer<Seat> change) {
        post(() -> {
            Seat seat = seats.get(participant.identity());
            if (seat != null && seat.participant().equals(participant)) {
                change.accept(seat);
            }
        });
    }

    private void seat(Participant participant) {
        Seat before = seats.get(participant.identity());
        if (before != null) {
            before.participant().expel(DisconnectReason.DUPLICATE_IDENTITY, Action.DISCONNECT);
            unseat(before.participant());
        }
        if (seats.size() >= settings.limits().participants()) {
            participant.expel(DisconnectReason.JOIN_FAILURE, Action.DISCONNECT);
            return;
        }
        Seat seat = new Seat(participant, settings.clock().instant());
        List<RoomView.Available> publications = seats.values().stream()
                .flatMap(other -> other.visible().stream()
                        .map(publication ->
                                new RoomView.Available(publication, other.lets(participant, publication.sid()))))
                .toList();
        List<ParticipantInfo> others = othersOf(participant);
        seats.put(participant.identity(), seat);
        ParticipantInfo self = seat.info(ParticipantInfo.State.ACTIVE);
        participant.entered(new RoomView(this, info(), node, ssrcs, self, others, publications));
        if (!seat.hidden()) {
            settings.counters().joins.increment();
            others(participant, other -> other.tell(SignalMessages.update(List.of(self))));
            settings.admission().changed(seat.presence(name));
        }
    }

    private void unseat(Participant participant) {
        Seat seat = seats.get(participant.identity());
        if (seat == null || !seat.participant().equals(participant)) {
            return;
        }
        seats.remove(participant.identity());
        for (Publication publication : seat.visible()) {
            others(participant, other -> other.trackGone(publication.sid()));
        }
        seat.changed();
        seat.dataTracks().published().forEach(track -> forgetData(track.getSid()));
        seats.values().forEach(this::routeData);
        for (Seat other : seats.values()) {
            List.copyOf(other.demands().keySet())
                    .forEach(trackSid -> demand(other, trackSid, demand -> demand.leaves(participant.sid())));
        }
        if (!seat.hidden()) {
            SignalResponse update = SignalMessages.update(List.of(seat.info(ParticipantInfo.State.DISCONNECTED)));
            others(participant, other -> other.tell(update));
            settings.admission().changed(new VoicePresence.Absent(name, participant.identity()));
        }
    }

    private void started(String trackSid) {
        Seat owner = ownerOf(trackSid);
        Publication publication = owner == null ? null : owner.started(trackSid);
        if (owner != null && publication != null) {
            publish(owner);
            others(
                    owner.participant(),
                    other -> other.trackAvailable(publication, owner.lets(other, publication.sid())));
        }
    }

    private void publish(Seat seat) {
        SignalResponse update = SignalMessages.update(List.of(seat.info(ParticipantInfo.State.ACTIVE)));
        seat.participant().tell(update);
        if (!seat.hidden()) {
            others(seat.participant(), other -> other.tell(update));
            settings.admission().changed(seat.presence(name));
        }
    }

    /** LiveKit's update is a delta: who has fallen silent is told once, inactive. */
    private void speak(List<NodeEvent.Speaker> speakers) {
        SpeakersChanged.Builder changed = SpeakersChanged.newBuilder();
        for (NodeEvent.Speaker speaker : speakers) {
            Seat owner = ownerOf(speaker.trackId());
            if (owner != null) {
                changed.addSpeakers(SpeakerInfo.newBuilder()
                        .setSid(owner.participant().sid())
                        .setLevel((float) speaker.level())
                        .setActive(speaker.active()));
            }
        }
        if (changed.getSpeakersCount() > 0) {
            SignalResponse message =
                    SignalResponse.newBuilder().setSpeakersChanged(changed).build();
            seats.values().forEach(seat -> seat.participant().tell(message));
        }
    }

    private void quality(NodeEvent.TransportStats stats) {
        Seat seat = byTransport(stats.transportId());
        if (seat == null) {
            return;
        }
        double loss = Math.max(stats.lossIn(), stats.lossOut());
        ConnectionQuality quality = loss <= LOSS_EXCELLENT && stats.rttMs() <= RTT_EXCELLENT_MS
                ? ConnectionQuality.EXCELLENT
                : loss <= LOSS_GOOD ? ConnectionQuality.GOOD : ConnectionQuality.POOR;
        if (seat.quality(quality)) {
            SignalResponse message = SignalResponse.newBuilder()
                    .setConnectionQuality(ConnectionQualityUpdate.newBuilder()
                            .addUpdates(ConnectionQualityInfo.newBuilder()
                                    .setParticipantSid(seat.participant().sid())
                                    .setQuality(quality)
                                    .setScore((float) (5 * (1 - Math.min(1, loss * 5))))))
                    .build();
            seats.values().forEach(other -> other.participant().tell(message));
        }
    }

    /** Tells a receiver which videos it does not get for want of bandwidth. */
    private void streams(NodeEvent.StreamStatesChanged changed) {
        Seat seat = byTransport(changed.transportId());
        if (seat == null) {
            return;
        }
        StreamStateUpdate.Builder update = StreamStateUpdate.newBuilder();
        for (NodeEvent.StreamState stream : changed.streams()) {
            Seat owner = ownerOf(stream.trackId());
            if (owner != null) {
                update.addStreamStates(StreamStateInfo.newBuilder()
                        .setParticipantSid(owner.participant().sid())
                        .setTrackSid(stream.trackId())
                        .setState(stream.paused() ? StreamState.PAUSED : StreamState.ACTIVE));
            }
        }
        if (update.getStreamStatesCount() > 0) {
            seat.participant()
                    .tell(SignalResponse.newBuilder()
                            .setStreamStateUpdate(update)
                            .build());
        }
    }

    /** Tells a publisher which layers nobody can use; a client without dynacast does not heed it. */
    private void demand(String trackSid, int layer) {
        Seat owner = ownerOf(trackSid);
        if (owner == null) {
            return;
        }
        if (owner.demands().containsKey(trackSid)) {
            demand(owner, trackSid, demand -> demand.wants(layer));
        } else {
            owner.announced().stream()
                    .filter(publication -> publication.sid().equals(trackSid))
                    .findFirst()
                    .flatMap(publication -> SignalMessages.wantedLayers(publication, layer))
                    .ifPresent(owner.participant()::tell);
        }
    }

    private void transport(NodeEvent.TransportStateChanged changed) {
        Seat seat = byTransport(changed.transportId());
        if (seat == null) {
            return;
        }
        switch (changed.state()) {
            case CONNECTED -> {}
            case DISCONNECTED -> seat.participant().interrupted(changed.transportId());
            case FAILED -> {
                seat.participant().expel(DisconnectReason.MEDIA_FAILURE, Action.RECONNECT);
                unseat(seat.participant());
            }
        }
    }

    /** Only a new connection has a reliable channel without a hole. */
    private void stalled(NodeEvent.DataStalled stalled) {
        Seat seat = byTransport(stalled.transportId());
        if (seat != null) {
            seat.participant().expel(DisconnectReason.MEDIA_FAILURE, Action.RECONNECT);
            unseat(seat.participant());
        }
    }

    private void others(Participant than, Consumer<Participant> action) {
        for (Seat seat : seats.values()) {
            if (!seat.participant().equals(than)) {
                action.accept(seat.participant());
            }
        }
    }

    private List<ParticipantInfo> othersOf(Participant participant) {
        return seats.values().stream()
                .filter(seat -> !seat.participant().equals(participant) && !seat.hidden())
                .map(seat -> seat.info(ParticipantInfo.State.ACTIVE))
                .toList();
    }

    private @Nullable Seat ownerOf(String trackSid) {
        return seats.values().stream()
                .filter(seat -> seat.owns(trackSid))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Seat byTransport(String transportId) {
        return seats.values().stream()
                .filter(seat -> seat.participant().transportIds().contains(transportId))
                .findFirst()
                .orElse(null);
    }

    private void muteOnNode(String trackSid, boolean muted) {
        var _ = node.ask(id -> new Command.MuteTrack(id, name, trackSid, muted));
    }

    private void closeTransport(String transportId) {
        var _ = node.ask(id -> new Command.CloseTransport(id, name, transportId));
    }

    private livekit.LivekitModels.Room info() {
        return livekit.LivekitModels.Room.newBuilder()
                .setSid(sid)
                .setName(name)
                .setCreationTime(created.getEpochSecond())
                .setCreationTimeMs(created.toEpochMilli())
                .setMaxParticipants(settings.limits().participants())
                .setDepartureTimeout((int) settings.limits().departure().toSeconds())
                .setNumParticipants(seats.size())
                .build();
    }
}
