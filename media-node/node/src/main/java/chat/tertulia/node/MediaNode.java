package chat.tertulia.node;

import chat.tertulia.control.Command;
import chat.tertulia.control.Command.AddCandidates;
import chat.tertulia.control.Command.CloseTrack;
import chat.tertulia.control.Command.CloseTransport;
import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.Command.ConfigureSend;
import chat.tertulia.control.Command.MuteTrack;
import chat.tertulia.control.Command.OpenTransport;
import chat.tertulia.control.Command.RestartIce;
import chat.tertulia.control.Command.SelectLayer;
import chat.tertulia.control.Command.SetRemote;
import chat.tertulia.control.Command.Welcome;
import chat.tertulia.control.ControlCodec;
import chat.tertulia.control.NodeEvent;
import chat.tertulia.control.NodeEvent.Hello;
import chat.tertulia.control.Reply;
import chat.tertulia.node.dtls.NodeCertificate;
import chat.tertulia.node.ice.FullIceAgent;
import chat.tertulia.node.ice.IceAgent;
import chat.tertulia.node.link.ControlLink;
import chat.tertulia.node.link.LinkHandler;
import chat.tertulia.node.link.LinkPace;
import chat.tertulia.node.loop.Deadlines;
import chat.tertulia.node.loop.LoopListener;
import chat.tertulia.node.loop.LoopSetting;
import chat.tertulia.node.loop.LoopSnapshot;
import chat.tertulia.node.loop.MediaLoop;
import chat.tertulia.node.srtp.AesEngine;
import chat.tertulia.node.udp.ChannelPort;
import chat.tertulia.node.udp.UdpPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A media node: its loops, its links, and the way of a command from one to the other. Agents are made here, off the loops,
 * since that may block.
 */
public final class MediaNode implements AutoCloseable, LinkHandler, LoopListener {
    private static final String VERSION = "0.1.0";

    private final NodeConfig config;
    private final String nodeId = UUID.randomUUID().toString();
    private final List<MediaLoop> loops;
    private final Map<MediaLoop, IceAgent.Factory> agents = new HashMap<>();
    private final RoomDirectory directory;
    private final Map<String, ControlLink> links = new HashMap<>();
    private final LoadReport load;
    private volatile boolean draining;

    private MediaNode(NodeConfig config, Deadlines deadlines, LinkPace pace) throws IOException {
        this.config = config;
        LoopSetting setting = new LoopSetting(NodeCertificate.create(), deadlines, this, config.audibleMicrophones());
        this.loops = openLoops(config, setting);
        for (MediaLoop loop : loops) {
            agents.put(
                    loop,
                    FullIceAgent.factory(loop.port().addresses(), loop.port().port()));
        }
        this.directory = new RoomDirectory(loops);
        for (URI server : config.servers()) {
            ControlLink link = new ControlLink(server, config.key(), pace, this);
            links.put(link.server(), link);
        }
        this.load = new LoadReport(this);
    }

    public static MediaNode start(NodeConfig config) throws IOException {
        return start(config, Deadlines.DEFAULT, LinkPace.DEFAULT);
    }

    public static MediaNode start(NodeConfig config, Deadlines deadlines, LinkPace pace) throws IOException {
        var _ = AesEngine.pinBest();
        MediaNode node = new MediaNode(config, deadlines, pace);
        node.loops.forEach(MediaLoop::start);
        node.links.values().forEach(ControlLink::start);
        node.load.start();
        return node;
    }

    private static List<MediaLoop> openLoops(NodeConfig config, LoopSetting setting) throws IOException {
        List<MediaLoop> loops = new ArrayList<>();
        List<UdpPort> ports = new ArrayList<>();
        try {
            for (int i = 0; i < config.loops(); i++) {
                UdpPort port = ChannelPort.open(config.addresses(), config.port() == 0 ? 0 : config.port() + i);
                ports.add(port);
                loops.add(new MediaLoop(i, port, candidates(config.advertised(), port.port()), setting));
            }
            return List.copyOf(loops);
        } catch (IOException refused) {
            ports.forEach(UdpPort::close);
            throw refused;
        }
    }

    /** RFC 8839 §5.1, RFC 8445 §5.1.2.1: host candidates, the first address preferred. */
    private static List<String> candidates(List<InetAddress> addresses, int port) {
        List<String> lines = new ArrayList<>();
        for (InetAddress address : addresses) {
            long priority = 126L << 24 | (65535L - lines.size()) << 8 | 255;
            lines.add((lines.size() + 1) + " 1 udp " + priority + " " + address.getHostAddress() + " " + port
                    + " typ host");
        }
        return lines;
    }

    public String nodeId() {
        return nodeId;
    }

    public List<MediaLoop> loops() {
        return loops;
    }

    boolean isDraining() {
        return draining;
    }

    RoomDirectory directory() {
        return directory;
    }

    public boolean linked() {
        return links.values().stream().allMatch(ControlLink::isUp);
    }

    /** No new transports; those that are stay until they leave or the process ends. */
    public void drain() {
        draining = true;
        load.now();
    }

    /** Counters of all loops; waits a moment for the loops to answer. */
    public List<LoopSnapshot> snapshots() {
        List<CompletableFuture<LoopSnapshot>> asked =
                loops.stream().map(MediaLoop::snapshot).toList();
        List<LoopSnapshot> answers = new ArrayList<>();
        for (CompletableFuture<LoopSnapshot> answer : asked) {
            LoopSnapshot snapshot =
                    answer.completeOnTimeout(null, 2, TimeUnit.SECONDS).join();
            if (snapshot != null) {
                answers.add(snapshot);
            }
        }
        return answers;
    }

    void broadcast(NodeEvent event) {
        links.values().forEach(link -> link.send(event));
    }

    @Override
    public void close() {
        load.close();
        links.values().forEach(ControlLink::close);
        loops.forEach(MediaLoop::close);
    }

    // LinkHandler

    @Override
    public Hello hello(String server) {
        return new Hello(ControlCodec.PROTOCOL, nodeId, VERSION, config.capacity(), directory.transports(server));
    }

    @Override
    public void handle(String server, Command command, Consumer<Reply> reply) {
        switch (command) {
            case Welcome welcome -> {
                reply.accept(new Reply.Done(welcome.id()));
                loops.forEach(MediaLoop::repeatStates);
            }
            case OpenTransport open -> open(server, open, reply);
            case RestartIce restart -> restart(restart, reply);
            case SetRemote other -> onLoop(other.roomId(), other, reply);
            case AddCandidates other -> onLoop(other.roomId(), other, reply);
            case ConfigureReceive other -> onLoop(other.roomId(), other, reply);
            case ConfigureSend other -> onLoop(other.roomId(), other, reply);
            case SelectLayer other -> onLoop(other.roomId(), other, reply);
            case MuteTrack other -> onLoop(other.roomId(), other, reply);
            case CloseTrack other -> onLoop(other.roomId(), other, reply);
            case CloseTransport other -> close(other, reply);
        }
    }

    private void open(String server, OpenTransport command, Consumer<Reply> reply) {
        if (draining) {
            reply.accept(new Reply.Failed(command.id(), "draining", "The node takes no new transports"));
            return;
        }
        if (directory.transports() >= config.capacity()) {
            reply.accept(new Reply.Failed(command.id(), "full", "The node has no room"));
            return;
        }
        MediaLoop loop = directory.open(command.roomId(), command.transportId(), server);
        IceAgent.Listener voice = loop.voice();
        loop.open(command, agentFor(loop, voice), voice, reply);
    }

    private void restart(RestartIce command, Consumer<Reply> reply) {
        MediaLoop loop = directory.loop(command.roomId());
        if (loop == null) {
            reply.accept(unknownRoom(command));
            return;
        }
        IceAgent.Listener voice = loop.voice();
        loop.restart(command, agentFor(loop, voice), voice, reply);
    }

    private void close(CloseTransport command, Consumer<Reply> reply) {
        MediaLoop loop = directory.loop(command.roomId());
        if (loop == null) {
            reply.accept(new Reply.Done(command.id()));
        } else {
            loop.handle(command, reply);
        }
    }

    private void onLoop(String roomId, Command command, Consumer<Reply> reply) {
        @Nullable MediaLoop loop = directory.loop(roomId);
        if (loop == null) {
            reply.accept(unknownRoom(command));
        } else {
            loop.handle(command, reply);
        }
    }

    private IceAgent agentFor(MediaLoop loop, IceAgent.Listener voice) {
        IceAgent.Factory factory = agents.get(loop);
        if (factory == null) {
            throw new IllegalStateException("A loop of another node");
        }
        return factory.create(voice);
    }

    private static Reply unknownRoom(Command command) {
        return new Reply.Failed(command.id(), "unknown_room", "No such room");
    }

    // LoopListener

    @Override
    public void event(String roomId, NodeEvent event) {
        String server = directory.server(roomId);
        ControlLink link = server == null ? null : links.get(server);
        if (link != null) {
            link.send(event);
        }
    }

    @Override
    public void closed(String roomId, String transportId) {
        directory.closed(roomId, transportId);
    }
}
