package chat.tertulia.audience;

import chat.tertulia.gateway.Connection;
import chat.tertulia.gateway.Connections;
import chat.tertulia.gateway.EncodedEvent;
import chat.tertulia.platform.Service;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.stream.Stream;

/** Sends one event to everyone of an audience; encodes it once. Does not block. */
@Service
public class Broadcaster {
    private final Connections connections;

    @Inject
    public Broadcaster(Connections connections) {
        this.connections = connections;
    }

    public void publish(Audience audience, String event, Object payload) {
        EncodedEvent encoded = EncodedEvent.of(event, payload);
        receivers(audience).forEach(connection -> connection.emit(encoded));
    }

    private Stream<Connection> receivers(Audience audience) {
        return switch (audience) {
            case Audience.Everyone _, Audience.Channel _ ->
                connections.memberIds().stream().map(connections::ofMember).flatMap(Collection::stream);
            case Audience.Members members ->
                members.memberIds().stream().map(connections::ofMember).flatMap(Collection::stream);
        };
    }
}
