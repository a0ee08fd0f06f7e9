package chat.tertulia.voice;

import chat.tertulia.voice.node.MediaNodes;
import chat.tertulia.voice.signal.Rehearsal;
import chat.tertulia.voice.signal.RoomDirectory;
import chat.tertulia.voice.token.VoiceTokens;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Plays a {@link Rehearsal} once, as soon as the first media node is here. */
@ApplicationScoped
public class VoiceRehearsal {
    private static final Logger LOG = System.getLogger(VoiceRehearsal.class.getName());
    private static final Duration LOOK = Duration.ofMillis(100);

    private @Nullable Thread thread;

    void atStart(
            @Observes @Initialized(ApplicationScoped.class) Object started,
            MediaNodes nodes,
            RoomDirectory rooms,
            VoiceTokens tokens) {
        thread = Thread.ofVirtual().name("voice-rehearsal").start(() -> await(nodes, rooms, tokens));
    }

    @PreDestroy
    void stop() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private static void await(MediaNodes nodes, RoomDirectory rooms, VoiceTokens tokens) {
        try {
            while (nodes.choose().isEmpty()) {
                Thread.sleep(LOOK);
            }
            boolean played = Rehearsal.play(rooms, tokens);
            LOG.log(Level.DEBUG, "A join was rehearsed: {0}", played);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException unplayed) {
            LOG.log(Level.WARNING, "No join was rehearsed, so the first one will take longer", unplayed);
        }
    }
}
