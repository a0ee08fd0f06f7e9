package chat.tertulia.audience;

import chat.tertulia.gateway.Connection;
import chat.tertulia.gateway.Connections;
import chat.tertulia.gateway.EncodedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The connections that see an audience, flat, as they were when {@link #epoch} was read. Immutable. */
final class Receivers {
    private static final Logger LOG = Logger.getLogger(Receivers.class.getName());

    private final long epoch;
    private final String[] memberIds;
    private final Connection[] connections;

    private Receivers(long epoch, List<String> memberIds, List<Connection> connections) {
        this.epoch = epoch;
        this.memberIds = memberIds.toArray(String[]::new);
        this.connections = connections.toArray(Connection[]::new);
    }

    /** Asks the permission once for each member, whatever the number of their connections. */
    static Receivers choose(long epoch, Connections connections, Predicate<String> permitted) {
        List<String> memberIds = new ArrayList<>();
        List<Connection> chosen = new ArrayList<>();
        for (String memberId : connections.memberIds()) {
            if (permitted.test(memberId)) {
                for (Connection connection : connections.ofMember(memberId)) {
                    memberIds.add(memberId);
                    chosen.add(connection);
                }
            }
        }
        return new Receivers(epoch, memberIds, chosen);
    }

    long epoch() {
        return epoch;
    }

    void emit(EncodedEvent event) {
        for (Connection connection : connections) {
            emit(connection, event);
        }
    }

    void emitExcept(String memberId, EncodedEvent event) {
        for (int i = 0; i < connections.length; i++) {
            if (!memberIds[i].equals(memberId)) {
                emit(connections[i], event);
            }
        }
    }

    void emitOnly(String memberId, EncodedEvent event) {
        for (int i = 0; i < connections.length; i++) {
            if (memberIds[i].equals(memberId)) {
                emit(connections[i], event);
            }
        }
    }

    /** One broken receiver must not cost the others the event. */
    static void emit(Connection connection, EncodedEvent event) {
        try {
            connection.emit(event);
        } catch (RuntimeException broken) {
            LOG.log(Level.WARNING, broken, () -> "A connection did not take " + event.name());
        }
    }
}
