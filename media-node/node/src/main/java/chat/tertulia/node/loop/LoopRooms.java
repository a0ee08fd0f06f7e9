package chat.tertulia.node.loop;

import chat.tertulia.control.Command;
import chat.tertulia.control.Command.AddCandidates;
import chat.tertulia.control.Command.AskDataState;
import chat.tertulia.control.Command.CloseTrack;
import chat.tertulia.control.Command.CloseTransport;
import chat.tertulia.control.Command.ConfigureData;
import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.Command.ConfigureSend;
import chat.tertulia.control.Command.MuteTrack;
import chat.tertulia.control.Command.OpenTransport;
import chat.tertulia.control.Command.RestartIce;
import chat.tertulia.control.Command.SelectLayer;
import chat.tertulia.control.Command.SendData;
import chat.tertulia.control.Command.SetRemote;
import chat.tertulia.control.Command.Welcome;
import chat.tertulia.control.Reply;
import chat.tertulia.media.RoomStats;
import chat.tertulia.node.ice.IceAgent;
import chat.tertulia.node.udp.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The rooms of one loop and the commands about them. Owned by: the loop. */
final class LoopRooms {
    private static final Logger LOG = Logger.getLogger(LoopRooms.class.getName());

    private final MediaLoop loop;
    private final Map<String, LoopRoom> rooms = new HashMap<>();
    private RoomStats ended = RoomStats.NONE;

    LoopRooms(MediaLoop loop) {
        this.loop = loop;
    }

    Reply open(OpenTransport command, IceAgent agent, AgentVoice voice) {
        LoopRoom room = rooms.get(command.roomId());
        if (room != null && room.peers().containsKey(command.transportId())) {
            agent.close();
            return new Reply.Failed(command.id(), "malformed", "The transport is open already");
        }
        try {
            room = room == null ? new LoopRoom(loop, command.roomId()) : room;
            Peer peer = room.open(command.transportId(), command.participantId());
            rooms.put(command.roomId(), room);
            voice.speaksFor(peer, agent.local().ufrag());
            peer.path().open(new Generation(agent));
            return opened(command.id(), agent);
        } catch (RuntimeException bug) {
            agent.close();
            loop.listener().closed(command.roomId(), command.transportId());
            return broken(command, bug);
        }
    }

    Reply restart(RestartIce command, IceAgent agent, AgentVoice voice) {
        Peer peer = peer(command.roomId(), command.transportId());
        if (peer == null || peer.hasEnded()) {
            agent.close();
            return new Reply.Failed(command.id(), "unknown_transport", "No such transport");
        }
        voice.speaksFor(peer, agent.local().ufrag());
        peer.path().open(new Generation(agent));
        if (command.remote() != null) {
            peer.path().start(command.remote(), List.of());
        }
        return opened(command.id(), agent);
    }

    Reply handle(Command command) {
        try {
            return switch (command) {
                case SetRemote set -> setRemote(set);
                case AddCandidates add -> addCandidates(add);
                case CloseTransport close -> close(close);
                case ConfigureReceive receive -> inRoom(receive.roomId(), receive);
                case ConfigureSend send -> inRoom(send.roomId(), send);
                case SelectLayer select -> inRoom(select.roomId(), select);
                case MuteTrack mute -> inRoom(mute.roomId(), mute);
                case CloseTrack close -> inRoom(close.roomId(), close);
                case ConfigureData data -> inRoom(data.roomId(), data);
                case Command.RouteData data -> inRoom(data.roomId(), data);
                case AskDataState ask -> inRoom(ask.roomId(), ask);
                case SendData send -> inRoom(send.roomId(), send);
                case Welcome welcome -> throw new IllegalArgumentException("Not for a loop: " + welcome.id());
                case OpenTransport open -> throw new IllegalArgumentException("Needs an agent: " + open.id());
                case RestartIce restart -> throw new IllegalArgumentException("Needs an agent: " + restart.id());
            };
        } catch (RuntimeException bug) {
            return broken(command, bug);
        }
    }

    private Reply setRemote(SetRemote command) {
        Peer peer = peer(command.roomId(), command.transportId());
        if (peer == null || peer.hasEnded()) {
            return new Reply.Failed(command.id(), "unknown_transport", "No such transport");
        }
        return peer.remote(command.ice(), command.fingerprint(), command.candidates())
                ? new Reply.Done(command.id())
                : new Reply.Failed(command.id(), "malformed", "Not the fingerprint of this transport's peer");
    }

    private Reply addCandidates(AddCandidates command) {
        Peer peer = peer(command.roomId(), command.transportId());
        if (peer == null) {
            return new Reply.Failed(command.id(), "unknown_transport", "No such transport");
        }
        peer.path().candidates(command.candidates());
        return new Reply.Done(command.id());
    }

    private Reply close(CloseTransport command) {
        LoopRoom room = rooms.get(command.roomId());
        Peer peer = peer(command.roomId(), command.transportId());
        if (room == null || peer == null) {
            return new Reply.Done(command.id());
        }
        forget(room, peer, command);
        return new Reply.Done(command.id());
    }

    private void forget(LoopRoom room, Peer peer, CloseTransport command) {
        try {
            var _ = room.handle(command);
        } finally {
            room.remove(peer);
            if (room.peers().isEmpty()) {
                remove(room);
            }
        }
    }

    /** What it counted is kept, so that the sums of the loop never fall. */
    private void remove(LoopRoom room) {
        if (rooms.remove(room.roomId()) != null) {
            ended = ended.plus(room.stats());
            room.end();
        }
    }

    private Reply inRoom(String roomId, Command command) {
        LoopRoom room = rooms.get(roomId);
        return room == null ? new Reply.Failed(command.id(), "unknown_room", "No such room") : room.handle(command);
    }

    private Reply opened(long id, IceAgent agent) {
        return new Reply.TransportOpened(id, agent.local(), loop.fingerprint(), loop.candidates());
    }

    private Reply broken(Command command, RuntimeException bug) {
        loop.counters().bugs++;
        LOG.log(Level.SEVERE, "A bug in a command", bug);
        return new Reply.Failed(command.id(), "malformed", "The command could not be carried out");
    }

    private @Nullable Peer peer(String roomId, String transportId) {
        LoopRoom room = rooms.get(roomId);
        return room == null ? null : room.peers().get(transportId);
    }

    /** Each room once at most, however soon it wants to be called again. */
    void timeouts(long nowNs) {
        for (int left = loop.timers().size(); left > 0; left--) {
            LoopRoom room = loop.timers().takeDue(nowNs);
            if (room == null) {
                return;
            }
            room.timeout(nowNs);
        }
    }

    void tick(long nowNs, Deadlines deadlines) {
        List<Peer> orphans = null;
        for (LoopRoom room : rooms.values()) {
            for (Peer peer : room.peers().values()) {
                if (peer.tick(nowNs, deadlines)) {
                    orphans = orphans == null ? new ArrayList<>() : orphans;
                    orphans.add(peer);
                }
            }
        }
        if (orphans != null) {
            for (Peer orphan : orphans) {
                LoopRoom room = orphan.room();
                orphan.fail();
                forget(room, orphan, new CloseTransport(0, room.roomId(), orphan.transportId()));
            }
        }
    }

    void abandon(LoopRoom room) {
        remove(room);
        List.copyOf(room.peers().values()).forEach(room::remove);
    }

    void end() {
        List.copyOf(rooms.values()).forEach(this::abandon);
    }

    void repeatStates() {
        rooms.values().forEach(room -> room.peers().values().forEach(room::stateChanged));
    }

    /** Media from an address that nobody has proved. False when it is none of anybody here. */
    boolean moved(Endpoint from, byte[] data, int length) {
        for (LoopRoom room : rooms.values()) {
            for (Peer peer : room.peers().values()) {
                if (peer.movedTo(from, data, length)) {
                    return true;
                }
            }
        }
        return false;
    }

    int transports() {
        return rooms.values().stream().mapToInt(room -> room.peers().size()).sum();
    }

    Map<String, RoomStats> stats() {
        Map<String, RoomStats> stats = new HashMap<>();
        rooms.forEach((id, room) -> stats.put(id, room.stats()));
        return stats;
    }

    RoomStats ended() {
        return ended;
    }
}
