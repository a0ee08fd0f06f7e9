package chat.tertulia.voice.signal;

import chat.tertulia.control.Command.DataMember;
import chat.tertulia.control.Command.DataRole;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.voice.node.NodeUnavailable;
import chat.tertulia.voice.sdp.CodecChoice;
import chat.tertulia.voice.signal.JoinIntent.Generation;
import chat.tertulia.voice.signal.NodeTransport.Purpose;
import chat.tertulia.voice.token.VoiceGrant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import livekit.LivekitModels.Codec;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.SubscriptionError;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.LeaveRequest.Action;
import livekit.LivekitRtc.MuteTrackRequest;
import livekit.LivekitRtc.RequestResponse;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.SignalTarget;
import livekit.LivekitRtc.SubscriptionPermission;
import livekit.LivekitRtc.SubscriptionResponse;
import livekit.LivekitRtc.SyncState;
import livekit.LivekitRtc.TrickleRequest;
import livekit.LivekitRtc.UpdateParticipantMetadata;
import livekit.LivekitRtc.UpdateSubscription;
import livekit.LivekitRtc.UpdateTrackSettings;
import org.jspecify.annotations.Nullable;

/**
 * Tracks, subscriptions and negotiation of one participant.
 *
 * <p>Owned by: its participant; waits for the media node.
 */
final class MediaSession {
    private static final int MAX_METADATA = 16 * 1024;
    private static final int MAX_LISTED = 500;

    private final Participant participant;
    private final JoinIntent intent;
    private final RoomView view;
    private final SignalSettings settings;
    private final Consumer<SignalResponse> out;
    private final PublishedTracks tracks;
    private final Subscriptions subscriptions;
    private final AnsweringPeer publisher;
    private final @Nullable OfferingPeer subscriber;
    private boolean serverMuted;

    MediaSession(
            Participant participant,
            JoinIntent intent,
            RoomView view,
            SignalSettings settings,
            Consumer<SignalResponse> out) {
        this.participant = participant;
        this.intent = intent;
        this.view = view;
        this.settings = settings;
        this.out = out;
        this.tracks = new PublishedTracks(settings.limits().tracks());
        this.subscriptions =
                new Subscriptions(view.ssrcs(), intent.grant().rights().subscribe(), intent.autoSubscribe());
        if (!intent.mayPause()) {
            subscriptions.keepAll();
        }
        boolean dual = intent.generation() == Generation.DUAL;
        Subscriptions answered = dual ? new Subscriptions(view.ssrcs(), false, false) : subscriptions;
        this.publisher = new AnsweringPeer(
                transport(dual ? new Purpose("/p", DataRole.FROM_PEER) : new Purpose("", DataRole.BOTH)),
                tracks,
                answered);
        this.subscriber = dual ? new OfferingPeer(transport(new Purpose("/s", DataRole.TO_PEER)), subscriptions) : null;
    }

    static List<Codec> enabledCodecs() {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("audio/opus", "audio/red"),
                        CodecChoice.VIDEO.stream().map(name -> "video/" + name.toUpperCase(Locale.ROOT)))
                .map(mime -> Codec.newBuilder().setMime(mime).build())
                .toList();
    }

    List<String> transportIds() {
        String first = publisher.transport().transportId();
        return subscriber == null
                ? List.of(first)
                : List.of(first, subscriber.transport().transportId());
    }

    void begin(List<RoomView.Available> publications) throws NodeUnavailable {
        publications.forEach(each -> subscriptions.available(each.publication(), each.permitted()));
        refreshed();
        intent.tracks().forEach(this::addTrack);
        if (intent.offer() != null) {
            offered(intent.offer());
        }
        renegotiate();
    }

    void available(Publication publication, boolean permitted) throws NodeUnavailable {
        subscriptions.available(publication, permitted);
        if (!permitted) {
            out.accept(SignalMessages.permission(publication, false));
        }
        publisher.mayAskAgain(false);
        renegotiate();
    }

    void permitted(String trackSid, boolean permitted) throws NodeUnavailable {
        subscriptions
                .publication(trackSid)
                .ifPresent(publication -> out.accept(SignalMessages.permission(publication, permitted)));
        ended(subscriptions.permit(trackSid, permitted));
        publisher.mayAskAgain(false);
        renegotiate();
    }

    /** The client has just been told of everybody, and knows no more what it may not have. */
    void refreshed() {
        subscriptions
                .everForbidden()
                .forEach((publication, permitted) -> out.accept(SignalMessages.permission(publication, permitted)));
    }

    /** The node first: a client takes a data track to flow from the moment on at which it hears of its handle. */
    void dataRoutes(DataRoutes routes) throws NodeUnavailable {
        receiving().routes(routes.routes());
        out.accept(SignalMessages.dataHandles(routes.handles()));
    }

    void gone(String trackSid) throws NodeUnavailable {
        ended(subscriptions.gone(trackSid));
        renegotiate();
    }

    /** The socket is a new one: what may have been lost with the old is said again. */
    void resumed() throws NodeUnavailable {
        publisher.mayAskAgain(true);
        if (subscriber != null) {
            subscriber.restart();
        }
        renegotiate();
    }

    /** The path to the client is broken. Where we offer, we look for another; else the client has to. */
    void interrupted(String transportId) throws NodeUnavailable {
        if (subscriber != null && subscriber.transport().transportId().equals(transportId)) {
            subscriber.restart();
            renegotiate();
        }
    }

    void serverMute(boolean muted) {
        serverMuted = muted;
        for (OwnTrack track : tracks.all()) {
            if (muted && track.kind() == MediaKind.AUDIO) {
                track.muted(true);
                out.accept(SignalMessages.mute(track.sid(), true));
            }
        }
    }

    void close() {
        subscriptions.all().forEach(subscription -> subscriptions.gone(subscription.trackSid()));
        publisher.transport().close();
        if (subscriber != null) {
            subscriber.transport().close();
        }
    }

    void handle(SignalRequest request) throws NodeUnavailable {
        switch (request.getMessageCase()) {
            case OFFER -> {
                offered(request.getOffer());
                renegotiate();
            }
            case ANSWER -> answered(request.getAnswer());
            case ADD_TRACK -> addTrack(request.getAddTrack());
            case MUTE -> mute(request.getMute());
            case SUBSCRIPTION -> {
                subscription(request.getSubscription(), true);
                renegotiate();
            }
            case TRACK_SETTING -> settings(request.getTrackSetting());
            case PUBLISH_DATA_TRACK_REQUEST ->
                view.room().publishData(participant, request.getPublishDataTrackRequest());
            case UNPUBLISH_DATA_TRACK_REQUEST ->
                view.room().unpublishData(participant, request.getUnpublishDataTrackRequest());
            case UPDATE_DATA_SUBSCRIPTION ->
                view.room().subscribeData(participant, request.getUpdateDataSubscription());
            case SUBSCRIPTION_PERMISSION -> permit(request.getSubscriptionPermission());
            case SYNC_STATE -> sync(request.getSyncState());
            case UPDATE_METADATA -> describe(request.getUpdateMetadata());
            case TRICKLE -> trickle(request.getTrickle());
            default -> {} // newer messages, and those that ask nothing of us
        }
    }

    private void offered(SessionDescription offer) throws NodeUnavailable {
        switch (publisher.answer(offer.getSdp())) {
            case Negotiation.Unusable(String why) -> unusable(why);
            case Negotiation.Answered(
                    String sdp,
                    Map<String, String> map,
                    List<OwnTrack> bound,
                    List<OwnTrack> withdrawn) -> {
                bound.forEach(track -> view.room()
                        .announce(participant, track.publication(participant.sid(), participant.identity())));
                out.accept(SignalMessages.answer(sdp, offer.getId(), map));
                if (subscriber == null) {
                    subscribed();
                }
                for (OwnTrack track : withdrawn) {
                    view.room().withdraw(participant, track.sid());
                }
            }
        }
    }

    private void answered(SessionDescription answer) throws NodeUnavailable {
        OfferingPeer peer = subscriber;
        if (peer == null) {
            return;
        }
        if (!peer.answered(answer.getSdp(), answer.getId())) {
            unusable("answer");
            return;
        }
        subscribed();
        if (peer.due()) {
            renegotiate();
        }
    }

    /** In which codec we get a track is certain only when both sides have described their sections. */
    private void subscribed() {
        for (Subscription subscription : subscriptions.all()) {
            if (subscription.placed()) {
                view.room().subscribed(participant, subscription.trackSid(), subscription.codec());
            }
        }
    }

    private void unusable(String why) {
        settings.counters().refusedSdp.increment();
        System.getLogger(MediaSession.class.getName())
                .log(System.Logger.Level.INFO, "SDP of {0} is of no use: {1}", participant.sid(), why);
        participant.expel(DisconnectReason.STATE_MISMATCH, Action.RECONNECT);
    }

    private void renegotiate() throws NodeUnavailable {
        if (subscriber == null) {
            publisher.requirement().ifPresent(out);
        } else if (subscriber.pending()) {
            subscriber.offer().ifPresent(out);
        }
    }

    private void ended(Optional<Subscription> subscription) throws NodeUnavailable {
        subscription.ifPresent(gone -> view.room().unsubscribed(participant, gone.trackSid()));
        if (subscription.isPresent() && subscriber == null) {
            publisher.mayAskAgain(false);
            publisher.stopEnded();
        }
    }

    private void trickle(TrickleRequest request) {
        boolean toSubscriber = request.getTargetValue() == SignalTarget.SUBSCRIBER_VALUE;
        NodeTransport transport = toSubscriber && subscriber != null ? subscriber.transport() : publisher.transport();
        IceCandidates.of(request.getCandidateInit()).ifPresent(transport::candidate);
    }

    private void addTrack(AddTrackRequest wish) {
        switch (tracks.add(wish, intent.grant().rights())) {
            case PublishedTracks.Verdict.Added(OwnTrack track) ->
                out.accept(SignalMessages.trackPublished(wish.getCid(), track.info()));
            case PublishedTracks.Verdict.Refused(RequestResponse.Reason reason, String message) ->
                out.accept(SignalMessages.request(RequestResponse.newBuilder()
                        .setReason(reason)
                        .setMessage(message)
                        .setAddTrack(wish)));
        }
    }

    private void mute(MuteTrackRequest request) {
        Optional<OwnTrack> track = tracks.find(request.getSid());
        if (track.isEmpty()) {
            return;
        }
        boolean held = serverMuted && track.get().kind() == MediaKind.AUDIO;
        if (held && !request.getMuted()) {
            out.accept(SignalMessages.mute(request.getSid(), true));
            return;
        }
        track.get().muted(request.getMuted());
        view.room().muted(participant, request.getSid(), request.getMuted());
    }

    private void subscription(UpdateSubscription request, boolean report) throws NodeUnavailable {
        List<String> sids = new java.util.ArrayList<>(request.getTrackSidsList());
        request.getParticipantTracksList().forEach(tracksOf -> sids.addAll(tracksOf.getTrackSidsList()));
        for (String trackSid : sids.subList(0, Math.min(MAX_LISTED, sids.size()))) {
            if (!request.getSubscribe()) {
                ended(subscriptions.decline(trackSid));
            } else if (!subscriptions.want(trackSid) && report) {
                refused(trackSid);
            }
        }
        publisher.mayAskAgain(false);
    }

    /** Clients take a wish for granted until they hear this. */
    private void refused(String trackSid) {
        out.accept(subscriptions
                .publication(trackSid)
                .filter(publication -> subscriptions.forbidden(trackSid))
                .map(publication -> SignalMessages.permission(publication, false))
                .orElseGet(() -> SignalResponse.newBuilder()
                        .setSubscriptionResponse(SubscriptionResponse.newBuilder()
                                .setTrackSid(trackSid)
                                .setErr(SubscriptionError.SE_TRACK_NOTFOUND))
                        .build()));
    }

    /** Refused permissions were meant to keep somebody out: until there are others, everybody is. */
    private void permit(SubscriptionPermission wish) {
        boolean bounded = TrackPermissions.bounded(wish);
        if (!bounded) {
            settings.counters().refusedPermissions.increment();
            out.accept(SignalMessages.request(RequestResponse.newBuilder()
                    .setReason(RequestResponse.Reason.LIMIT_EXCEEDED)
                    .setMessage("That names too many participants and tracks; now nobody gets your tracks.")));
        }
        view.room().permit(participant, bounded ? wish : SubscriptionPermission.getDefaultInstance());
    }

    private void settings(UpdateTrackSettings request) {
        request.getTrackSidsList().stream()
                .limit(MAX_LISTED)
                .forEach(trackSid -> subscriptions
                        .settings(trackSid, request)
                        .filter(Subscription::placed)
                        .ifPresent(subscription -> receiving().select(subscription)));
    }

    private NodeTransport receiving() {
        return subscriber == null ? publisher.transport() : subscriber.transport();
    }

    /** What the resuming client believes; where it differs from our state, its wish counts. */
    private void sync(SyncState state) throws NodeUnavailable {
        subscription(state.getSubscription(), false);
        renegotiate();
    }

    private void describe(UpdateParticipantMetadata request) {
        RequestResponse.Builder response = RequestResponse.newBuilder().setRequestId(request.getRequestId());
        if (!intent.grant().rights().updateOwnMetadata()) {
            response.setReason(RequestResponse.Reason.NOT_ALLOWED).setMessage("This token does not allow it.");
        } else if (request.getSerializedSize() > MAX_METADATA) {
            response.setReason(RequestResponse.Reason.LIMIT_EXCEEDED).setMessage("That is too long.");
        } else {
            response.setReason(RequestResponse.Reason.OK);
            view.room().describe(participant, request.getName(), request.getMetadata(), request.getAttributesMap());
        }
        out.accept(SignalMessages.request(response));
    }

    /** How far the client's reliable messages have come, so that it sends the others again. */
    int lastDataSequence() {
        return publisher.transport().lastDataSequence();
    }

    private NodeTransport transport(Purpose purpose) {
        VoiceGrant grant = intent.grant();
        DataMember member = new DataMember(
                grant.identity(),
                grant.rights().hidden() ? "" : grant.identity(),
                grant.rights().publishData());
        return new NodeTransport(view.node(), view.room().name(), participant.sid(), member, purpose);
    }
}
