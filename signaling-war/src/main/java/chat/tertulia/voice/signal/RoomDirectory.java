package chat.tertulia.voice.signal;

import chat.tertulia.voice.node.MediaNode;
import chat.tertulia.voice.node.MediaNodes;
import chat.tertulia.voice.token.TokenVerdict;
import chat.tertulia.voice.token.VoiceGrant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitRtc.LeaveRequest.Action;
import org.jspecify.annotations.Nullable;

/** All voice rooms of this process and the door to them. Any thread. */
public final class RoomDirectory {
    private final MediaNodes nodes;
    private final SignalSettings settings;
    private final Map<String, Room> rooms = new ConcurrentHashMap<>();
    private final Map<String, Participant> participants = new ConcurrentHashMap<>();

    public RoomDirectory(MediaNodes nodes, SignalSettings settings) {
        this.nodes = nodes;
        this.settings = settings;
    }

    public SignalCounters counters() {
        return settings.counters();
    }

    public int rooms() {
        return rooms.size();
    }

    public int participants() {
        return participants.size();
    }

    /** Members in the room just now, with or without socket. */
    public long participants(String room) {
        return participants.values().stream()
                .filter(participant -> participant.grant().room().equals(room))
                .count();
    }

    /** What the upgrade and its validation twin ask before they let a client through. May block. */
    TokenVerdict admit(VoiceGrant grant) {
        Room room = rooms.get(grant.room());
        if (nodes.choose().isEmpty() && (room == null || room.abandoned())) {
            return new TokenVerdict.Refused(503, "no media node has room");
        }
        return settings.admission().admit(grant);
    }

    SignalSettings settings() {
        return settings;
    }

    /** The participant that the socket speaks for from now on, or null: then the client has been told what to do. */
    @Nullable
    Participant join(JoinIntent intent, SignalSocket socket) {
        return intent.resumes() ? resume(intent, socket) : enter(intent, socket);
    }

    /** Ends the media and signalling of an identity, wherever it is. */
    public void cut(String identity, DisconnectReason reason) {
        rooms.values().forEach(room -> room.cut(identity, reason));
    }

    public void serverMute(String identity, boolean muted) {
        rooms.values().forEach(room -> room.serverMute(identity, muted));
    }

    /** Ends a room with everybody in it. */
    public void close(String name) {
        participants.values().stream()
                .filter(participant -> participant.grant().room().equals(name))
                .forEach(participant -> cut(participant.identity(), DisconnectReason.ROOM_DELETED));
    }

    private @Nullable Participant resume(JoinIntent intent, SignalSocket socket) {
        Participant known = participants.get(intent.resumeSid());
        boolean same = known != null
                && known.identity().equals(intent.grant().identity())
                && known.grant().room().equals(intent.grant().room());
        if (known == null || !same || !known.resume(socket)) {
            socket.send(SignalMessages.leave(DisconnectReason.STATE_MISMATCH, Action.RECONNECT));
            socket.close("nothing to resume");
            return null;
        }
        settings.counters().resumes.increment();
        return known;
    }

    private @Nullable Participant enter(JoinIntent intent, SignalSocket socket) {
        Participant participant = new Participant(intent, socket, settings, this::forget);
        // Within compute, so that a room that empties at this very moment either stays or is made anew.
        Room room = rooms.compute(intent.grant().room(), (name, existing) -> {
            Room home = existing == null || existing.abandoned() ? open(name) : existing;
            if (home != null) {
                participants.put(participant.sid(), participant);
                home.enter(participant);
            }
            return home;
        });
        if (room == null) {
            participant.expel(DisconnectReason.JOIN_FAILURE, Action.RECONNECT);
            return null;
        }
        return participant;
    }

    private @Nullable Room open(String name) {
        Optional<MediaNode> node = nodes.choose();
        return node.map(chosen -> new Room(name, chosen, settings, this::retire))
                .orElse(null);
    }

    private void retire(Room empty) {
        rooms.compute(empty.name(), (_, room) -> {
            if (!empty.idle()) {
                return room;
            }
            // When it was abandoned, another room has its name by now.
            empty.end();
            return empty.equals(room) ? null : room;
        });
    }

    private void forget(Participant participant) {
        participants.remove(participant.sid(), participant);
    }
}
