package chat.tertulia.node.ice;

import chat.tertulia.control.Command.IceCandidate;
import chat.tertulia.control.Command.IceParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Agent;
import org.ice4j.ice.CandidatePair;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.Component;
import org.ice4j.ice.HostCandidate;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.RemoteCandidate;
import org.ice4j.ice.harvest.CandidateHarvester;
import org.ice4j.ice.harvest.HarvestStatistics;
import org.ice4j.socket.IceSocketWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Full ICE (RFC 8445) by ice4j's agent on {@link VirtualSocket}s, which see STUN only. ice4j blocks and locks, so its calls
 * are made one after the other on virtual threads.
 */
public final class FullIceAgent implements IceAgent {
    /** The libraries write addresses, and at info passwords, to the log. Kept here, since loggers are held weakly. */
    private static final List<Logger> SILENCED = List.of(Logger.getLogger("org.ice4j"), Logger.getLogger("org.jitsi"));

    static {
        refuseToAskTheCloud();
        SILENCED.forEach(library -> library.setLevel(Level.SEVERE));
    }

    private static final Logger LOG = Logger.getLogger(FullIceAgent.class.getName());
    private static final int MOST_CANDIDATES = 32;
    private static final String STREAM = "media";
    private static final Executor THREADS =
            task -> Thread.ofVirtual().name("ice").start(task);

    private final Agent agent;
    private final IceMediaStream stream;
    private final Component component;
    private final List<VirtualSocket> sockets;
    private final Listener listener;
    private final IceParameters local;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    private int candidatesTaken;
    private volatile boolean closed;

    private FullIceAgent(List<InetAddress> addresses, int port, Listener listener) throws IOException {
        this.listener = listener;
        this.sockets = new ArrayList<>();
        for (InetAddress address : addresses) {
            sockets.add(new VirtualSocket(new InetSocketAddress(address, port), sockets.size(), listener));
        }
        agent = new Agent();
        agent.setUseDynamicPorts(false);
        agent.setControlling(false);
        agent.addCandidateHarvester(new PortHarvester());
        stream = agent.createMediaStream(STREAM);
        component = agent.createComponent(stream, KeepAliveStrategy.SELECTED_ONLY, false);
        agent.addStateChangeListener(change -> stateChanged((IceProcessingState) change.getNewValue()));
        local = new IceParameters(agent.getLocalUfrag(), agent.getLocalPassword());
    }

    public static Factory factory(List<InetAddress> addresses, int port) {
        return listener -> {
            try {
                return new FullIceAgent(addresses, port, listener);
            } catch (IOException impossible) {
                throw new UncheckedIOException("Virtual sockets do no I/O", impossible);
            }
        };
    }

    /** The first agent would else ask a link-local address for cloud metadata. Before any class of ice4j is touched. */
    public static void refuseToAskTheCloud() {
        System.setProperty("ice4j.harvest.mapping.aws.enabled", "false");
    }

    @Override
    public IceParameters local() {
        return local;
    }

    @Override
    public void start(IceParameters remote, List<IceCandidate> candidates) {
        List<CandidateLine> usable = usable(candidates);
        run(() -> {
            stream.setRemoteUfrag(remote.ufrag());
            stream.setRemotePassword(remote.password());
            for (CandidateLine line : usable) {
                component.addRemoteCandidate(candidate(line));
            }
            agent.startConnectivityEstablishment();
        });
    }

    @Override
    public void add(List<IceCandidate> candidates) {
        List<CandidateLine> usable = usable(candidates);
        if (usable.isEmpty()) {
            return;
        }
        run(() -> {
            for (CandidateLine line : usable) {
                component.addUpdateRemoteCandidates(candidate(line));
            }
            component.updateRemoteCandidates();
        });
    }

    @Override
    public void receive(int index, InetSocketAddress remote, byte[] stun, int length) {
        byte[] copy = new byte[length];
        System.arraycopy(stun, 0, copy, 0, length);
        sockets.get(index).offer(remote, copy);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            run(agent::free);
        }
    }

    private void run(Runnable call) {
        last = last.thenRunAsync(
                () -> {
                    try {
                        call.run();
                    } catch (RuntimeException bug) {
                        LOG.log(Level.WARNING, "ICE agent failed", bug);
                        listener.failed();
                    }
                },
                THREADS);
    }

    private void stateChanged(IceProcessingState state) {
        if (closed) {
            return;
        }
        switch (state) {
            case COMPLETED -> {
                CandidatePair pair = component.getSelectedPair();
                if (pair != null) {
                    InetSocketAddress base = pair.getLocalCandidate().getBase().getTransportAddress();
                    InetSocketAddress remote = pair.getRemoteCandidate().getTransportAddress();
                    listener.nominated(
                            index(base.getAddress()), new InetSocketAddress(remote.getAddress(), remote.getPort()));
                }
            }
            case FAILED -> listener.failed();
            case WAITING, RUNNING, TERMINATED -> {}
        }
    }

    private int index(InetAddress address) {
        for (VirtualSocket socket : sockets) {
            if (socket.getLocalAddress().equals(address)) {
                return socket.index();
            }
        }
        throw new IllegalStateException("A pair of no port of ours");
    }

    private List<CandidateLine> usable(List<IceCandidate> candidates) {
        List<CandidateLine> usable = new ArrayList<>();
        for (IceCandidate candidate : candidates) {
            CandidateLine line = CandidateLine.parse(candidate.line());
            if (line != null && sameFamily(line) && candidatesTaken < MOST_CANDIDATES) {
                candidatesTaken++;
                usable.add(line);
            }
        }
        return usable;
    }

    private boolean sameFamily(CandidateLine line) {
        return sockets.stream()
                .anyMatch(socket -> socket.getLocalAddress().getClass()
                        == line.address().getAddress().getClass());
    }

    private RemoteCandidate candidate(CandidateLine line) {
        CandidateType type = line.type().equals("relay")
                ? CandidateType.RELAYED_CANDIDATE
                : line.type().equals("host") ? CandidateType.HOST_CANDIDATE : CandidateType.SERVER_REFLEXIVE_CANDIDATE;
        return new RemoteCandidate(
                new TransportAddress(line.address(), Transport.UDP),
                component,
                type,
                line.foundation(),
                line.priority(),
                null);
    }

    /** ice4j asks for a socket of its own kind only to name it in a log line, when it sends after the end. */
    private static final class VirtualCandidate extends HostCandidate {
        VirtualCandidate(VirtualSocket socket, Component component) {
            super(socket, component);
        }

        @Override
        public @Nullable IceSocketWrapper getStunSocket(TransportAddress server) {
            return null;
        }
    }

    /** Offers the loop's port, on each of its addresses. */
    private final class PortHarvester implements CandidateHarvester {
        private final HarvestStatistics statistics = new HarvestStatistics();

        @Override
        public Collection<LocalCandidate> harvest(Component harvested) {
            List<LocalCandidate> candidates = new ArrayList<>();
            for (VirtualSocket socket : sockets) {
                LocalCandidate candidate = new VirtualCandidate(socket, harvested);
                harvested.addLocalCandidate(candidate);
                agent.getStunStack().addSocket(socket);
                candidates.add(candidate);
            }
            return candidates;
        }

        @Override
        public HarvestStatistics getHarvestStatistics() {
            return statistics;
        }

        @Override
        public boolean isHostHarvester() {
            return true;
        }
    }
}
