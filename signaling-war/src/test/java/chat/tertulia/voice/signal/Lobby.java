package chat.tertulia.voice.signal;

import chat.tertulia.control.NodeEvent;
import chat.tertulia.platform.ServerConfig.TurnConfig;
import chat.tertulia.voice.node.MediaNodes;
import chat.tertulia.voice.node.NodeDouble;
import chat.tertulia.voice.token.TokenVerdict;
import chat.tertulia.voice.token.VoiceGrant;
import chat.tertulia.voice.turn.TurnServers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/** A directory with one media node, for tests. */
final class Lobby implements Admission, AutoCloseable {
    final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    final MediaNodes nodes = new MediaNodes(
            "server",
            new MediaNodes.Timing(
                    Duration.ofSeconds(60), Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMinutes(1)));
    final NodeDouble node = NodeDouble.connected(nodes, "node");
    final List<VoicePresence> presences = new CopyOnWriteArrayList<>();
    final Set<String> muted = ConcurrentHashMap.newKeySet();
    final Set<String> revoked = ConcurrentHashMap.newKeySet();
    final AtomicInteger renewals = new AtomicInteger();
    final RoomDirectory rooms;
    private final TurnServers turn =
            new TurnServers(new TurnConfig(List.of("turn:turn.example.org:3478?transport=udp"), "shared"));

    Lobby() {
        this(Duration.ofMillis(150));
    }

    Lobby(Duration departure) {
        this(departure, Duration.ofMinutes(5));
    }

    Lobby(Duration departure, Duration renewal) {
        this(departure, renewal, Duration.ofSeconds(15));
    }

    Lobby(Duration departure, Duration renewal, Duration pingTimeout) {
        SignalLimits limits = new SignalLimits(Duration.ofSeconds(5), pingTimeout, departure, renewal, 3, 4, 100);
        rooms = new RoomDirectory(
                nodes, new SignalSettings(limits, new SignalCounters(), timer, Clock.systemUTC(), this, turn));
    }

    void happened(NodeEvent event) {
        node.event(event);
    }

    void started(String trackSid) {
        node.event(new NodeEvent.TrackStarted("lobby", trackSid));
    }

    @Override
    public TokenVerdict admit(VoiceGrant grant) {
        return new TokenVerdict.Granted(grant);
    }

    @Override
    public Optional<String> renew(VoiceGrant grant) {
        return revoked.contains(grant.identity())
                ? Optional.empty()
                : Optional.of("token " + renewals.incrementAndGet() + " of " + grant.identity());
    }

    @Override
    public boolean serverMuted(String identity) {
        return muted.contains(identity);
    }

    @Override
    public void changed(VoicePresence presence) {
        presences.add(presence);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
