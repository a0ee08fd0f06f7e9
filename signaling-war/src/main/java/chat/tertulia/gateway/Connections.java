package chat.tertulia.gateway;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** All connections of this process and which of them speak for which member. Safe from any thread. */
@chat.tertulia.platform.Service
public class Connections {
    private final Map<String, Connection> all = new ConcurrentHashMap<>();
    private final Map<String, Set<Connection>> byMember = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<BiConsumer<Principal, Presence>> listeners = new CopyOnWriteArrayList<>();

    /** What has just become true of one connection of whoever it speaks, or spoke, for. */
    public enum Presence {
        BOUND,
        UNBOUND
    }

    public Collection<Connection> all() {
        return all.values();
    }

    public Collection<Connection> ofMember(String memberId) {
        return byMember.getOrDefault(memberId, Set.of());
    }

    public Set<String> memberIds() {
        return byMember.keySet();
    }

    /** Called on the thread that binds or unbinds; must be quick. */
    public void listen(BiConsumer<Principal, Presence> listener) {
        listeners.add(listener);
    }

    void add(Connection connection) {
        all.put(connection.id(), connection);
    }

    void remove(Connection connection) {
        all.remove(connection.id());
    }

    void bound(Connection connection, Principal principal) {
        byMember.compute(principal.memberId(), (_, set) -> {
            Set<Connection> connections = set == null ? ConcurrentHashMap.newKeySet() : set;
            connections.add(connection);
            return connections;
        });
        listeners.forEach(listener -> listener.accept(principal, Presence.BOUND));
    }

    void unbound(Connection connection, Principal principal) {
        byMember.computeIfPresent(principal.memberId(), (_, set) -> {
            set.remove(connection);
            return set.isEmpty() ? null : set;
        });
        listeners.forEach(listener -> listener.accept(principal, Presence.UNBOUND));
    }
}
