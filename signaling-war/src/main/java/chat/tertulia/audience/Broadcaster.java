package chat.tertulia.audience;

import chat.tertulia.gateway.Connections;
import chat.tertulia.gateway.EncodedEvent;
import chat.tertulia.platform.Service;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The one function that decides who gets an outgoing event. The receivers of a channel are kept as a flat array and built
 * anew only after a connection was bound or unbound or a permission changed: each of these raises the epoch, and receivers
 * of an older epoch are never used again.
 *
 * <p>Owned by: nobody; safe from any thread and never blocks on a client. Events published in the same order by one thread
 * (as after commit, under the write lock) reach each connection in that order.
 */
@Service
public class Broadcaster {
    private final Connections connections;
    private final Provider<Readers> readers;
    private final AtomicLong epoch = new AtomicLong();
    private final Map<String, Receivers> byChannel = new ConcurrentHashMap<>();
    private volatile @Nullable Receivers everyone;

    /** @param readers asked for when first needed: who knows them may itself have something to publish */
    @Inject
    public Broadcaster(Connections connections, Provider<Readers> readers) {
        this.connections = connections;
        this.readers = readers;
        connections.listen((_, _) -> epoch.incrementAndGet());
    }

    public void publish(Audience audience, String event, Object payload) {
        publish(audience, EncodedEvent.of(event, payload));
    }

    public void publish(Audience audience, EncodedEvent event) {
        switch (audience) {
            case Audience.Everyone() -> everyone().emit(event);
            case Audience.Channel(String channelId) -> channel(channelId).emit(event);
            case Audience.ChannelExcept(String channelId, String memberId) ->
                channel(channelId).emitExcept(memberId, event);
            case Audience.ChannelMember(String channelId, String memberId) ->
                channel(channelId).emitOnly(memberId, event);
            case Audience.Members(var memberIds) -> {
                for (String memberId : memberIds) {
                    connections.ofMember(memberId).forEach(connection -> Receivers.emit(connection, event));
                }
            }
        }
    }

    /** To be called once a channel, role or membership has changed what somebody may read. */
    public void permissionsChanged() {
        epoch.incrementAndGet();
        byChannel.clear();
    }

    private Receivers channel(String channelId) {
        Receivers known = byChannel.get(channelId);
        // Read before choosing: a change meanwhile makes the result stale, never falsely fresh.
        long now = epoch.get();
        if (known != null && known.epoch() == now) {
            return known;
        }
        Receivers chosen = Receivers.choose(now, connections, readers.get().of(channelId));
        byChannel.put(channelId, chosen);
        return chosen;
    }

    private Receivers everyone() {
        Receivers known = everyone;
        long now = epoch.get();
        if (known != null && known.epoch() == now) {
            return known;
        }
        Receivers chosen = Receivers.choose(now, connections, _ -> true);
        everyone = chosen;
        return chosen;
    }
}
