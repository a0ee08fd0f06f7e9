package chat.tertulia.voice.node;

import chat.tertulia.control.Command;
import chat.tertulia.control.ControlCodec;
import chat.tertulia.control.ControlMessage;
import chat.tertulia.control.Malformed;
import chat.tertulia.control.NodeEvent;
import chat.tertulia.control.Reply;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Every node that has said hello, by its id. */
public final class MediaNodes {
    private static final Logger LOG = System.getLogger(MediaNodes.class.getName());

    private final String serverId;
    private final Timing timing;
    private final ScheduledExecutorService timer;
    private final NodeCounters counters = new NodeCounters();
    private final Map<String, MediaNode> nodes = new ConcurrentHashMap<>();

    /**
     * @param reply how long a command may stay unanswered
     * @param absence how long a node may be away before its rooms move
     */
    public record Timing(Duration reply, Duration absence) {
        public static Timing usual() {
            return new Timing(Duration.ofSeconds(5), Duration.ofSeconds(5));
        }
    }

    public MediaNodes(String serverId, Timing timing, ScheduledExecutorService timer) {
        this.serverId = serverId;
        this.timing = timing;
        this.timer = timer;
    }

    /** One accepted socket. Frames come from one thread at a time. */
    public Link accept(NodeWire wire) {
        return new Link(wire);
    }

    /** The emptiest node that takes rooms. */
    public Optional<MediaNode> choose() {
        return nodes.values().stream()
                .filter(MediaNode::takesRooms)
                .min(Comparator.comparingDouble(MediaNode::occupancy));
    }

    public int connectedNodes() {
        return (int) nodes.values().stream().filter(MediaNode::connected).count();
    }

    public int transports() {
        return nodes.values().stream().mapToInt(MediaNode::transportCount).sum();
    }

    public NodeCounters counters() {
        return counters;
    }

    /** Owned by: the reader of one socket. */
    public final class Link {
        private final NodeWire wire;
        private Optional<MediaNode> node = Optional.empty();

        private Link(NodeWire wire) {
            this.wire = wire;
        }

        public void received(String frame) {
            ControlMessage message;
            try {
                message = ControlCodec.decode(frame);
            } catch (Malformed garbage) {
                refuse("malformed: " + garbage.getMessage());
                return;
            }
            switch (message) {
                case Command _ -> refuse("a node sends no commands");
                case NodeEvent.Hello hello when node.isEmpty() -> greet(hello);
                case Reply reply -> node.ifPresent(known -> known.replied(reply));
                case NodeEvent event -> node.ifPresent(known -> known.happened(event));
            }
        }

        public void closed() {
            node.filter(known -> known.unlinked(wire)).ifPresent(known -> {
                counters.losses.increment();
                LOG.log(Level.WARNING, "Media node {0} went away", known.nodeId());
                var _ = timer.schedule(() -> forget(known), timing.absence().toMillis(), TimeUnit.MILLISECONDS);
            });
            node = Optional.empty();
        }

        private void greet(NodeEvent.Hello hello) {
            if (hello.protocol() != ControlCodec.PROTOCOL) {
                refuse("protocol " + hello.protocol() + " is not " + ControlCodec.PROTOCOL);
                return;
            }
            wire.send(ControlCodec.encode(new Command.Welcome(0, serverId)));
            node = Optional.ofNullable(nodes.compute(hello.nodeId(), (_, before) -> {
                MediaNode known = before == null ? new MediaNode(hello, timing.reply(), counters) : before;
                known.linked(wire, hello.transports());
                return known;
            }));
            LOG.log(Level.INFO, "Media node {0} version {1} is here", hello.nodeId(), hello.version());
        }

        private void refuse(String why) {
            counters.malformed.increment();
            LOG.log(Level.WARNING, "A media node was refused: {0}", why);
            wire.close(why);
        }
    }

    private void forget(MediaNode node) {
        // Within compute, so that a node that comes back at this very moment is either kept or greeted as a new one.
        nodes.computeIfPresent(node.nodeId(), (_, known) -> known.connected() ? known : null);
        if (!node.connected()) {
            node.gone();
        }
    }
}
