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

/** Every node that has said hello, by its id. */
public final class MediaNodes {
    private static final Logger LOG = System.getLogger(MediaNodes.class.getName());

    /** Times in a row that a node must have been found dead. */
    private static final int CERTAIN = 2;

    private final String serverId;
    private final Timing timing;
    private final NodeCounters counters = new NodeCounters();
    private final Map<String, MediaNode> nodes = new ConcurrentHashMap<>();

    /**
     * @param reply how long a command may stay unanswered
     * @param probe how often a node that is away is asked whether it lives, and how long it has for the answer
     * @param absence how long a node may be away without an answer, before its rooms move
     * @param separation how long a node may be away that answers: its media flows, only nobody can change it
     */
    public record Timing(Duration reply, Duration probe, Duration absence, Duration separation) {
        public static Timing usual() {
            return new Timing(
                    Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofMinutes(2));
        }
    }

    public MediaNodes(String serverId, Timing timing) {
        this.serverId = serverId;
        this.timing = timing;
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
                case NodeEvent event ->
                    node.ifPresent(known -> {
                        known.happened(event);
                        if (event instanceof NodeEvent.Load && known.draining() && choose().isPresent()) {
                            known.evacuate();
                        }
                    });
            }
        }

        public void closed() {
            node.filter(known -> known.unlinked(wire)).ifPresent(known -> {
                counters.losses.increment();
                LOG.log(Level.WARNING, "Media node {0} went away", known.nodeId());
                Thread.ofVirtual().name("node-probe " + known.nodeId()).start(() -> seek(known));
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

    /**
     * A link may break and its node live on, with all the calls it carries; then nothing is to be done but wait. A process that
     * died takes its calls with it, and each second of doubt is a second of silence. So the node is asked.
     */
    private void seek(MediaNode node) {
        long begunNs = System.nanoTime();
        long aliveNs = begunNs;
        int deaths = 0;
        try {
            while (!node.connected()) {
                Thread.sleep(timing.probe());
                NodeProbe.Verdict verdict = NodeProbe.ask(node.reachable(), timing.probe());
                deaths = verdict == NodeProbe.Verdict.DEAD ? deaths + 1 : 0;
                long nowNs = System.nanoTime();
                aliveNs = verdict == NodeProbe.Verdict.ALIVE ? nowNs : aliveNs;
                if (deaths >= CERTAIN
                        || nowNs - aliveNs > timing.absence().toNanos()
                        || nowNs - begunNs > timing.separation().toNanos()) {
                    LOG.log(Level.WARNING, "Media node {0} is given up: {1}", node.nodeId(), verdict);
                    forget(node);
                    return;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
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
