package chat.tertulia.node;

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
import chat.tertulia.control.ControlCodec;
import chat.tertulia.control.NodeEvent;
import chat.tertulia.control.NodeEvent.Hello;
import chat.tertulia.control.Reply;
import chat.tertulia.node.dtls.NodeCertificate;
import chat.tertulia.node.ice.FullIceAgent;
import chat.tertulia.node.ice.IceAgent;
import chat.tertulia.node.ice.LocalCandidates;
import chat.tertulia.node.ice.ReadyAgents;
import chat.tertulia.node.link.ControlLink;
import chat.tertulia.node.link.LinkHandler;
import chat.tertulia.node.link.LinkPace;
import chat.tertulia.node.loop.Deadlines;
import chat.tertulia.node.loop.LoopListener;
import chat.tertulia.node.loop.LoopSetting;
import chat.tertulia.node.loop.LoopSnapshot;
import chat.tertulia.node.loop.MediaLoop;
import chat.tertulia.node.metrics.PathReports;
import chat.tertulia.node.srtp.AesEngine;
import chat.tertulia.node.tcp.TcpServer;
import chat.tertulia.node.tcp.TcpSetting;
import chat.tertulia.node.udp.UdpPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
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
    private static final int MOST_ATTEMPTS = 20;
    private static final Duration DRAIN_LOOK = Duration.ofMillis(100);

    private final NodeConfig config;
    private final String nodeId = UUID.randomUUID().toString();
    private final TcpServer tcp;
    private final List<MediaLoop> loops;
    private final Map<MediaLoop, ReadyAgents> agents = new HashMap<>();
    private final RoomDirectory directory;
    private final Map<String, ControlLink> links = new HashMap<>();
    private final LoadReport load;
    private final PathReports paths = new PathReports();
    private volatile boolean draining;

    private MediaNode(NodeConfig config, Deadlines deadlines, LinkPace pace) throws IOException {
        this.config = config;
        LoopSetting setting = new LoopSetting(
                NodeCertificate.create(), deadlines, config.fastPath().srtp(), this, config.audibleMicrophones());
        this.tcp = TcpServer.open(config.tcp());
        this.loops = openLoops(setting);
        for (MediaLoop loop : loops) {
            List<InetAddress> addresses = loop.port().addresses();
            IceAgent.Factory factory =
                    FullIceAgent.factory(addresses, loop.port().port());
            agents.put(loop, new ReadyAgents(factory, loop::voice, addresses.size()));
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
        node.tcp.start();
        node.agents.values().forEach(ReadyAgents::fill);
        node.links.values().forEach(ControlLink::start);
        node.load.start();
        return node;
    }

    private List<MediaLoop> openLoops(LoopSetting setting) throws IOException {
        List<MediaLoop> open = new ArrayList<>();
        try {
            for (int i = 0; i < config.loops(); i++) {
                open.add(openLoop(i, setting));
            }
            if (config.tcp().sharedPort() != 0) {
                tcp.listen(config.addresses(), config.tcp().sharedPort(), new TcpDoors(open));
            }
            return List.copyOf(open);
        } catch (IOException refused) {
            open.forEach(loop -> loop.port().close());
            tcp.close();
            throw refused;
        }
    }

    /** A number that is free for UDP may be taken for TCP; where any will do, another one is tried. */
    private MediaLoop openLoop(int index, LoopSetting setting) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int number = config.port() == 0 ? 0 : config.port() + index;
            UdpPort port = config.fastPath().io().open(config.addresses(), number);
            MediaLoop loop = new MediaLoop(index, port, candidates(port.port()), setting);
            try {
                if (config.tcp().enabled()) {
                    tcp.listen(config.addresses(), port.port(), loop.frames());
                }
                return loop;
            } catch (IOException taken) {
                port.close();
                if (config.port() != 0 || attempt == MOST_ATTEMPTS) {
                    throw taken;
                }
            }
        }
    }

    private List<String> candidates(int port) {
        TcpSetting setting = config.tcp();
        List<Integer> tcpPorts = new ArrayList<>();
        if (setting.enabled()) {
            tcpPorts.add(port);
        }
        if (setting.sharedPort() != 0) {
            tcpPorts.add(setting.sharedPort());
        }
        return LocalCandidates.lines(config.advertised(), port, tcpPorts);
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

    public PathReports paths() {
        return paths;
    }

    public boolean linked() {
        return links.values().stream().allMatch(ControlLink::isUp);
    }

    /** No new rooms. Servers hear of it and move those that are to another node, if they have one. */
    public void drain() {
        draining = true;
        load.now();
    }

    /** Drains, and waits until nobody is left or the time is over. */
    public void drain(Duration limit) throws InterruptedException {
        drain();
        long deadline = System.nanoTime() + limit.toNanos();
        while (directory.transports() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(DRAIN_LOOK);
        }
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
        tcp.close();
        agents.values().forEach(ReadyAgents::close);
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
            case ConfigureData other -> onLoop(other.roomId(), other, reply);
            case Command.RouteData other -> onLoop(other.roomId(), other, reply);
            case AskDataState other -> onLoop(other.roomId(), other, reply);
            case SendData other -> onLoop(other.roomId(), other, reply);
            case CloseTransport other -> close(other, reply);
        }
    }

    private void open(String server, OpenTransport command, Consumer<Reply> reply) {
        if (draining && directory.loop(command.roomId()) == null) {
            reply.accept(new Reply.Failed(command.id(), "draining", "The node takes no new rooms"));
            return;
        }
        if (directory.transports() >= config.capacity()) {
            reply.accept(new Reply.Failed(command.id(), "full", "The node has no room"));
            return;
        }
        MediaLoop loop = directory.open(command.roomId(), command.transportId(), server);
        ReadyAgents.Ready ready = agentFor(loop);
        loop.open(command, ready.agent(), ready.voice(), reply);
    }

    private void restart(RestartIce command, Consumer<Reply> reply) {
        MediaLoop loop = directory.loop(command.roomId());
        if (loop == null) {
            reply.accept(unknownRoom(command));
            return;
        }
        ReadyAgents.Ready ready = agentFor(loop);
        loop.restart(command, ready.agent(), ready.voice(), reply);
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

    private ReadyAgents.Ready agentFor(MediaLoop loop) {
        ReadyAgents ready = agents.get(loop);
        if (ready == null) {
            throw new IllegalStateException("A loop of another node");
        }
        return ready.take();
    }

    private static Reply unknownRoom(Command command) {
        return new Reply.Failed(command.id(), "unknown_room", "No such room");
    }

    // LoopListener

    @Override
    public void event(String roomId, NodeEvent event) {
        if (event instanceof NodeEvent.TransportStats stats) {
            paths.told(stats);
        }
        String server = directory.server(roomId);
        ControlLink link = server == null ? null : links.get(server);
        if (link != null) {
            link.send(event);
        }
    }

    @Override
    public void closed(String roomId, String transportId) {
        paths.closed(transportId);
        directory.closed(roomId, transportId);
    }
}
