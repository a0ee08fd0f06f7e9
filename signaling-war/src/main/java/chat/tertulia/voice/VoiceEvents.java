package chat.tertulia.voice;

import chat.tertulia.gateway.Connection;
import chat.tertulia.gateway.EventRoutes;
import chat.tertulia.gateway.EventSource;
import chat.tertulia.member.Actor;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Rate;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.voice.VoiceTickets.Ticket;
import chat.tertulia.voice.signal.RoomDirectory;
import jakarta.inject.Inject;
import livekit.LivekitModels.DisconnectReason;
import org.jspecify.annotations.Nullable;

/** The events of docs/protocol.md §6. */
@Service
public class VoiceEvents implements EventSource {
    private static final Rate REQUESTS = Rate.perSeconds(20, 60);
    private static final Rate STATES = Rate.perSeconds(60, 60);
    /** Clients report every twenty seconds. */
    private static final Rate REPORTS = Rate.perSeconds(12, 60);

    private static final Rate MODERATION = Rate.perSeconds(30, 60);

    private final VoiceTickets tickets;
    private final VoiceStates states;
    private final VoiceModeration moderation;
    private final VoiceQuality quality;
    private final RoomDirectory rooms;

    @Inject
    public VoiceEvents(
            VoiceTickets tickets,
            VoiceStates states,
            VoiceModeration moderation,
            VoiceQuality quality,
            VoiceMedia media) {
        this.tickets = tickets;
        this.states = states;
        this.moderation = moderation;
        this.quality = quality;
        this.rooms = media.rooms();
    }

    record Wanted(@Nullable String channelId) {}

    record OwnState(boolean muted, boolean deafened) {}

    record Enabled(boolean enabled) {}

    record Nothing() {}

    record Target(@Nullable String targetMemberId) {}

    record Mute(@Nullable String targetMemberId, boolean muted) {}

    @Override
    public void register(EventRoutes routes) {
        routes.on("voice:room:request", Wanted.class, REQUESTS, this::request);
        routes.on("voice:state:update", OwnState.class, STATES, this::state);
        routes.on("voice:camera:state", Enabled.class, STATES, this::present);
        routes.on("voice:screen:state", Enabled.class, STATES, this::present);
        routes.on("voice:channel:left", Nothing.class, STATES, this::leave);
        routes.on("voice:quality:report", VoiceQuality.Report.class, REPORTS, this::quality);
        routes.on("voice:disconnect:user", Target.class, MODERATION, this::disconnect);
        routes.on("server:mute", Mute.class, MODERATION, this::mute);
    }

    private Object request(Connection connection, Wanted wanted) {
        Ticket ticket = tickets.grant(Actor.of(connection), required("channelId", wanted.channelId()));
        connection.emit("voice:room:granted", ticket);
        return ticket;
    }

    private @Nullable Object state(Connection connection, OwnState state) {
        if (!states.say(Actor.of(connection), state.muted(), state.deafened())) {
            throw absent();
        }
        return null;
    }

    /** Camera and screen are seen on the media session itself; the client's word adds nothing and takes nothing. */
    private @Nullable Object present(Connection connection, Enabled enabled) {
        if (states.channelOf(Actor.of(connection)).isEmpty()) {
            throw absent();
        }
        return null;
    }

    private @Nullable Object quality(Connection connection, VoiceQuality.Report report) {
        if (states.channelOf(Actor.of(connection)).isEmpty()) {
            throw absent();
        }
        quality.told(report);
        return null;
    }

    private @Nullable Object leave(Connection connection, Nothing nothing) {
        rooms.cut(Actor.of(connection), DisconnectReason.CLIENT_INITIATED);
        return null;
    }

    private @Nullable Object disconnect(Connection connection, Target target) {
        moderation.disconnect(Actor.of(connection), required("targetMemberId", target.targetMemberId()));
        return null;
    }

    private @Nullable Object mute(Connection connection, Mute mute) {
        moderation.mute(Actor.of(connection), required("targetMemberId", mute.targetMemberId()), mute.muted());
        return null;
    }

    private static String required(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw Refusal.field(field, "This is missing.");
        }
        return value;
    }

    private static Refusal absent() {
        return Refusal.of(ErrorCode.CONFLICT, "You are in no voice channel.");
    }
}
