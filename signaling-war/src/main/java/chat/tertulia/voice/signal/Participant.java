package chat.tertulia.voice.signal;

import chat.tertulia.voice.node.NodeUnavailable;
import chat.tertulia.voice.signal.JoinIntent.Generation;
import chat.tertulia.voice.token.VoiceGrant;
import com.google.protobuf.InvalidProtocolBufferException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitRtc.ICEServer;
import livekit.LivekitRtc.JoinResponse;
import livekit.LivekitRtc.LeaveRequest.Action;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import org.jspecify.annotations.Nullable;

/**
 * One client in one room, from its join until it left or stayed away too long. Sockets come and go under it.
 *
 * <p>Owned by: its mailbox. The package-private methods post to it and may be called from any thread.
 */
final class Participant {
    private static final Logger LOG = System.getLogger(Participant.class.getName());
    private static final int MAX_WAITING = 2_000;

    private final String sid = Sids.participant();
    private final JoinIntent intent;
    private final SignalSettings settings;
    private final Consumer<Participant> onEnd;
    private final Mailbox mailbox;
    private final FrameBudget budget;

    private @Nullable SignalSocket socket;
    private @Nullable RoomView view;
    private @Nullable MediaSession media;
    private @Nullable ScheduledFuture<?> departure;
    /** Requests of a client that did not wait for its join; bounded by the frame budget. */
    private final List<SignalRequest> early = new ArrayList<>();

    private boolean ended;
    private volatile List<String> transportIds = List.of();
    private volatile long lastHeardNanos = System.nanoTime();
    private long renewedNanos = System.nanoTime();

    /** @param onEnd called once, on this participant's thread */
    Participant(JoinIntent intent, SignalSocket socket, SignalSettings settings, Consumer<Participant> onEnd) {
        this.intent = intent;
        this.socket = socket;
        this.settings = settings;
        this.onEnd = onEnd;
        this.budget = new FrameBudget(
                settings.limits().framesPerSecond(), settings.limits().burst());
        this.mailbox = new Mailbox("participant " + sid, this::failed);
        watch();
    }

    String sid() {
        return sid;
    }

    String identity() {
        return intent.grant().identity();
    }

    VoiceGrant grant() {
        return intent.grant();
    }

    /** Those on the media node; any thread may look. */
    List<String> transportIds() {
        return transportIds;
    }

    /** False when this participant has ended. */
    boolean resume(SignalSocket next) {
        return mailbox.post(() -> resumed(next));
    }

    /** A frame of the client, on the socket's reader. */
    void received(SignalSocket from, ByteBuffer frame) {
        lastHeardNanos = System.nanoTime();
        if (!budget.take(System.nanoTime()) || mailbox.waiting() > MAX_WAITING) {
            settings.counters().floods.increment();
            from.close("too many messages");
            return;
        }
        SignalRequest request;
        try {
            request = SignalRequest.parseFrom(frame);
        } catch (InvalidProtocolBufferException garbage) {
            settings.counters().garbage.increment();
            from.close("not a signal request");
            return;
        }
        mailbox.post(() -> {
            if (from.equals(socket)) {
                handle(request);
            }
        });
    }

    void socketClosed(SignalSocket gone) {
        mailbox.post(() -> {
            if (gone.equals(socket)) {
                socket = null;
                departLater();
            }
        });
    }

    void entered(RoomView room) {
        mailbox.post(() -> enter(room));
    }

    void tell(SignalResponse message) {
        mailbox.post(() -> send(message));
    }

    void trackAvailable(Publication publication, boolean permitted) {
        onMedia(session -> session.available(publication, permitted));
    }

    /** Its publisher lets us have this track, or lets us no more. */
    void trackPermission(String trackSid, boolean permitted) {
        onMedia(session -> session.permitted(trackSid, permitted));
    }

    void dataRoutes(DataRoutes routes) {
        onMedia(session -> session.dataRoutes(routes));
    }

    /** The client has been told of everybody anew. */
    void refreshed() {
        onMedia(MediaSession::refreshed);
    }

    void trackGone(String trackSid) {
        onMedia(session -> session.gone(trackSid));
    }

    void interrupted(String transportId) {
        onMedia(session -> session.interrupted(transportId));
    }

    void serverMute(boolean muted) {
        onMedia(session -> session.serverMute(muted));
    }

    /** Tells the client to go and forgets it. */
    void expel(DisconnectReason reason, Action action) {
        mailbox.post(() -> {
            send(SignalMessages.leave(reason, action));
            end(reason.name());
        });
    }

    /** Something that may ask the media node. */
    interface MediaWork {
        void run(MediaSession session) throws NodeUnavailable;
    }

    private void onMedia(MediaWork work) {
        mailbox.post(() -> attempt(work));
    }

    private void attempt(MediaWork work) {
        MediaSession session = media;
        if (session == null || ended) {
            return;
        }
        try {
            work.run(session);
        } catch (NodeUnavailable away) {
            LOG.log(Level.WARNING, "Participant {0} starts anew: {1} {2}", sid, away.code(), away.getMessage());
            send(SignalMessages.leave(DisconnectReason.MEDIA_FAILURE, Action.RECONNECT));
            end("media node");
        }
    }

    private void enter(RoomView room) {
        if (ended) {
            return;
        }
        view = room;
        boolean dual = intent.generation() == Generation.DUAL;
        MediaSession session = new MediaSession(this, intent, room, settings, this::send);
        media = session;
        transportIds = session.transportIds();
        send(SignalResponse.newBuilder().setJoin(welcome(room, dual)).build());
        attempt(started -> started.begin(room.publications()));
        List.copyOf(early).forEach(this::handle);
        early.clear();
        if (socket == null) {
            departLater();
        }
    }

    private JoinResponse welcome(RoomView room, boolean dual) {
        return JoinResponse.newBuilder()
                .setRoom(room.info())
                .setParticipant(room.self())
                .addAllOtherParticipants(room.others())
                .setServerVersion(SignalMessages.VERSION)
                .setServerInfo(SignalMessages.server(room.node().nodeId()))
                .setPingInterval((int) settings.limits().pingInterval().toSeconds())
                .setPingTimeout((int) settings.limits().pingTimeout().toSeconds())
                .setSubscriberPrimary(dual)
                .addAllEnabledPublishCodecs(MediaSession.enabledCodecs())
                .addAllIceServers(iceServers())
                .build();
    }

    /** With credentials that are good from now on: a client that resumes late may need new ones. */
    private List<ICEServer> iceServers() {
        return settings.turn()
                .ticket(identity(), settings.clock().instant())
                .map(SignalMessages::iceServer)
                .map(List::of)
                .orElse(List.of());
    }

    private void resumed(SignalSocket next) {
        SignalSocket before = socket;
        if (before != null && !before.equals(next)) {
            before.close("resumed elsewhere");
        }
        socket = next;
        if (departure != null) {
            departure.cancel(false);
            departure = null;
        }
        RoomView room = view;
        if (room == null) {
            return; // not even entered; the join follows on this socket
        }
        // Clients drop every other message until this one has come.
        int lastSequence = media == null ? 0 : media.lastDataSequence();
        send(SignalMessages.reconnect(room.node().nodeId(), lastSequence, iceServers()));
        room.room().refresh(this);
        renew();
        attempt(MediaSession::resumed);
    }

    /** Clients come back with the token they have, and calls last longer than tokens live. */
    private void renew() {
        renewedNanos = System.nanoTime();
        settings.admission().renew(intent.grant()).map(SignalMessages::token).ifPresent(this::send);
    }

    private void handle(SignalRequest request) {
        switch (request.getMessageCase()) {
            case PING -> send(SignalMessages.oldPong(settings.clock().millis()));
            case PING_REQ ->
                send(SignalMessages.pong(
                        request.getPingReq().getTimestamp(), settings.clock().millis()));
            case LEAVE -> end("client left");
            default -> {
                if (media == null) {
                    early.add(request);
                } else {
                    attempt(session -> session.handle(request));
                }
            }
        }
    }

    private void send(SignalResponse message) {
        SignalSocket current = socket;
        if (current != null && !ended) {
            current.send(message);
        }
    }

    private void failed() {
        send(SignalMessages.leave(DisconnectReason.UNKNOWN_REASON, Action.RECONNECT));
        end("bug");
    }

    private void departLater() {
        if (!ended && departure == null) {
            departure = settings.timer()
                    .schedule(
                            () -> mailbox.post(this::depart),
                            settings.limits().departure().toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    private void depart() {
        if (socket == null) {
            end("stayed away");
        }
    }

    private void watch() {
        SignalLimits limits = settings.limits();
        long every = Math.min(limits.pingTimeout().toMillis(), limits.renewal().toMillis()) / 2 + 1;
        var _ = settings.timer().schedule(() -> mailbox.post(this::look), every, TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (ended) {
            return;
        }
        SignalSocket current = socket;
        // A socket may be open and dead; clients ping, so silence is telling.
        if (current != null
                && System.nanoTime() - lastHeardNanos
                        > settings.limits().pingTimeout().toNanos()) {
            current.close("silent");
            socket = null;
            departLater();
        }
        if (view != null
                && System.nanoTime() - renewedNanos
                        >= settings.limits().renewal().toNanos()) {
            renew();
        }
        watch();
    }

    private void end(String why) {
        if (ended) {
            return;
        }
        ended = true;
        LOG.log(Level.DEBUG, "Participant {0} ends: {1}", sid, why);
        if (media != null) {
            media.close();
        }
        if (departure != null) {
            departure.cancel(false);
        }
        if (view != null) {
            view.room().left(this);
        }
        if (socket != null) {
            socket.close(why);
        }
        onEnd.accept(this);
        mailbox.stop();
    }
}
