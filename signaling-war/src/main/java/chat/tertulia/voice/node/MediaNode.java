package chat.tertulia.voice.node;

import chat.tertulia.control.Command;
import chat.tertulia.control.ControlCodec;
import chat.tertulia.control.NodeEvent;
import chat.tertulia.control.Reply;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One media node, as long as its process lives: links come and go under it. Any thread may ask; replies and events come from
 * the link's reader.
 */
public final class MediaNode {
    private final String nodeId;
    private final int capacity;
    private final Duration timeout;
    private final NodeCounters counters;
    private final AtomicLong ids = new AtomicLong();
    private final AtomicReference<@Nullable NodeWire> wire = new AtomicReference<>();
    private final Map<Long, CompletableFuture<Reply>> pending = new ConcurrentHashMap<>();
    private final Map<String, RoomFeed> rooms = new ConcurrentHashMap<>();
    /** Transport to room, as opened by us. */
    private final Map<String, String> transports = new ConcurrentHashMap<>();

    /** How each transport that lives is reached, by its id. */
    private final Map<String, Reply.TransportOpened> opened = new ConcurrentHashMap<>();

    private volatile NodeEvent.@Nullable Load load;

    MediaNode(NodeEvent.Hello hello, Duration timeout, NodeCounters counters) {
        this.nodeId = hello.nodeId();
        this.capacity = Math.max(1, hello.capacity());
        this.timeout = timeout;
        this.counters = counters;
    }

    public String nodeId() {
        return nodeId;
    }

    public boolean connected() {
        return wire.get() != null;
    }

    public void attach(String roomId, RoomFeed feed) {
        rooms.put(roomId, feed);
    }

    public void detach(String roomId, RoomFeed feed) {
        rooms.remove(roomId, feed);
    }

    /** Sends a command; the future ends with the node's reply or with {@link NodeUnavailable}, never later than the timeout. */
    public CompletableFuture<Reply> ask(LongFunction<Command> command) {
        long id = ids.incrementAndGet();
        Command message = command.apply(id);
        track(message);
        counters.requests.increment();
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        NodeWire link = wire.get();
        if (link == null) {
            answer.completeExceptionally(new NodeUnavailable("away", "The media node is away."));
            return answer;
        }
        pending.put(id, answer);
        var _ = answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).whenComplete((reply, _) -> {
            pending.remove(id, answer);
            remember(message, reply);
        });
        link.send(ControlCodec.encode(message));
        // The link may have been lost between the look and the send; then nobody else would fail this one.
        if (!link.equals(wire.get())) {
            answer.completeExceptionally(new NodeUnavailable("away", "The media node is away."));
        }
        return answer;
    }

    /** Waits for the reply; for virtual threads. */
    public Reply await(LongFunction<Command> command) throws NodeUnavailable {
        return result(ask(command));
    }

    /** The outcome of an asked command, waiting if need be. A refusal is an exception, as everything that is not a yes. */
    public Reply result(CompletableFuture<Reply> asked) throws NodeUnavailable {
        try {
            Reply reply = asked.get();
            if (reply instanceof Reply.Failed(long _, String code, String message)) {
                counters.failures.increment();
                throw new NodeUnavailable(code, message);
            }
            return reply;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new NodeUnavailable("away", "Interrupted while waiting for the media node.");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof TimeoutException) {
                counters.timeouts.increment();
                throw new NodeUnavailable("timeout", "The media node did not answer in time.");
            }
            if (failed.getCause() instanceof NodeUnavailable refusal) {
                throw refusal;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    /** 0 is idle, 1 is full. */
    double occupancy() {
        return (double) transports.size() / capacity;
    }

    boolean takesRooms() {
        return connected() && !draining() && occupancy() < 1;
    }

    boolean draining() {
        NodeEvent.Load last = load;
        return last != null && last.draining();
    }

    /** What there is to be asked for while the link is down. */
    List<Reply.TransportOpened> reachable() {
        return List.copyOf(opened.values());
    }

    /** Its rooms go elsewhere, by and by. */
    void evacuate() {
        List.copyOf(rooms.values()).forEach(RoomFeed::nodeDrains);
    }

    int transportCount() {
        return transports.size();
    }

    void linked(NodeWire link, List<String> alive) {
        wire.set(link);
        Set<String> lost = new HashSet<>(transports.keySet());
        alive.forEach(lost::remove);
        Set<String> lostRooms = new HashSet<>();
        lost.forEach(transport -> {
            opened.remove(transport);
            String room = transports.remove(transport);
            if (room != null) {
                lostRooms.add(room);
            }
        });
        alive.stream().filter(transport -> !transports.containsKey(transport)).forEach(this::closeOrphan);
        lostRooms.forEach(this::lose);
    }

    /** Left over from before a restart of this server; the node knows its room. */
    private void closeOrphan(String transportId) {
        var _ = ask(id -> new Command.CloseTransport(id, "", transportId));
    }

    /** True when this link was the current one. */
    boolean unlinked(NodeWire link) {
        if (!wire.compareAndSet(link, null)) {
            return false;
        }
        List.copyOf(pending.values())
                .forEach(answer ->
                        answer.completeExceptionally(new NodeUnavailable("away", "The media node went away.")));
        return true;
    }

    /** The node did not come back. */
    void gone() {
        transports.clear();
        opened.clear();
        Set.copyOf(rooms.keySet()).forEach(this::lose);
    }

    void replied(Reply reply) {
        CompletableFuture<Reply> answer = pending.get(reply.id());
        if (answer != null) {
            answer.complete(reply);
        }
    }

    void happened(NodeEvent event) {
        switch (event) {
            case NodeEvent.Hello _ -> {} // a second one says nothing new
            case NodeEvent.Load now -> load = now;
            case NodeEvent.TransportStateChanged changed -> tell(changed.roomId(), changed);
            case NodeEvent.TrackStarted started -> tell(started.roomId(), started);
            case NodeEvent.SpeakersChanged speakers -> tell(speakers.roomId(), speakers);
            case NodeEvent.DataStalled stalled -> tell(stalled.roomId(), stalled);
            case NodeEvent.StreamStatesChanged states -> tell(states.roomId(), states);
            case NodeEvent.TrackDemand demand -> tell(demand.roomId(), demand);
            case NodeEvent.TransportStats stats -> tell(stats.roomId(), stats);
        }
    }

    private void tell(String roomId, NodeEvent event) {
        RoomFeed feed = rooms.get(roomId);
        if (feed != null) {
            feed.event(event);
        }
    }

    private void lose(String roomId) {
        RoomFeed feed = rooms.get(roomId);
        if (feed != null) {
            feed.nodeLost();
        }
    }

    private void track(Command command) {
        if (command instanceof Command.OpenTransport open) {
            transports.put(open.transportId(), open.roomId());
        } else if (command instanceof Command.CloseTransport close) {
            transports.remove(close.transportId());
            opened.remove(close.transportId());
        }
    }

    private void remember(Command command, @Nullable Reply reply) {
        if (reply instanceof Reply.TransportOpened answer) {
            switch (command) {
                case Command.OpenTransport open -> opened.put(open.transportId(), answer);
                case Command.RestartIce restart -> opened.put(restart.transportId(), answer);
                default -> {}
            }
        }
    }
}
