package chat.tertulia.voice;

import chat.tertulia.platform.Ids;
import chat.tertulia.platform.ServerConfig;
import chat.tertulia.voice.node.MediaNodes;
import chat.tertulia.voice.signal.Admission;
import chat.tertulia.voice.signal.RoomDirectory;
import chat.tertulia.voice.signal.SignalCounters;
import chat.tertulia.voice.signal.SignalLimits;
import chat.tertulia.voice.signal.SignalSettings;
import chat.tertulia.voice.token.VoiceKey;
import chat.tertulia.voice.token.VoiceTokens;
import chat.tertulia.voice.turn.TurnServers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Makes the parts of voice that know nothing of CDI. */
@ApplicationScoped
public class VoiceProduction {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("voice-timer").daemon().factory());

    @Produces
    @Singleton
    VoiceTokens tokens(ServerConfig config, Clock clock) {
        return new VoiceTokens(VoiceKey.inFolder(config.dataDir()), clock);
    }

    @Produces
    @Singleton
    MediaNodes nodes() {
        return new MediaNodes(Ids.next(), MediaNodes.Timing.usual());
    }

    @Produces
    @Singleton
    RoomDirectory rooms(MediaNodes nodes, ServerConfig config, Clock clock, Admission admission) {
        TurnServers turn = new TurnServers(config.turn());
        return new RoomDirectory(
                nodes, new SignalSettings(SignalLimits.usual(), new SignalCounters(), timer, clock, admission, turn));
    }

    void close(@Disposes MediaNodes nodes) {
        timer.shutdownNow();
    }
}
