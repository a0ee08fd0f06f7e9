package chat.tertulia.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.gateway.Connections;
import chat.tertulia.gateway.EncodedEvent;
import chat.tertulia.gateway.RecordingConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BroadcasterTest {
    private final Connections connections = new Connections();
    private final Map<String, Set<String>> readersOf = new HashMap<>();
    private int asked;
    private final Broadcaster broadcaster = new Broadcaster(connections, () -> channelId -> {
        asked++;
        return memberId -> readersOf.getOrDefault(channelId, Set.of()).contains(memberId);
    });

    /**
     * Random members, channels, permissions and connections change in random order; after every step each connection must
     * have exactly what its member was permitted at that moment, nothing more, nothing less.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void shouldReachExactlyThePermittedInRandomWorlds(long seed) {
        Random random = new Random(seed);
        List<RecordingConnection> alive = new ArrayList<>();
        Map<RecordingConnection, List<String>> expected = new HashMap<>();
        for (int step = 0; step < 600; step++) {
            switch (random.nextInt(6)) {
                case 0 -> alive.add(RecordingConnection.of(connections, member(random)));
                case 1 -> {
                    if (!alive.isEmpty()) {
                        alive.remove(random.nextInt(alive.size())).disconnect();
                    }
                }
                case 2 -> {
                    Set<String> readers = readersOf.computeIfAbsent(channel(random), _ -> new HashSet<>());
                    String memberId = member(random);
                    if (!readers.add(memberId)) {
                        readers.remove(memberId);
                    }
                    broadcaster.permissionsChanged();
                }
                default -> publish(random, "event" + step, alive, expected);
            }
        }
        assertTrue(expected.size() > 10, "the world was too empty to prove anything, seed " + seed);
        expected.forEach((connection, events) -> assertEquals(
                events, connection.received().stream().map(EncodedEvent::name).toList(), "seed " + seed));
    }

    private void publish(
            Random random,
            String event,
            List<RecordingConnection> alive,
            Map<RecordingConnection, List<String>> expected) {
        String memberId = member(random);
        String channelId = channel(random);
        Set<String> readers = readersOf.getOrDefault(channelId, Set.of());
        Audience audience = switch (random.nextInt(5)) {
            case 0 -> Audience.everyone();
            case 1 -> Audience.member(memberId);
            case 2 -> Audience.channelExcept(channelId, memberId);
            case 3 -> Audience.channelMember(channelId, memberId);
            default -> Audience.channel(channelId);
        };
        broadcaster.publish(audience, event, Map.of());
        for (RecordingConnection connection : alive) {
            String to = connection.principal().orElseThrow().memberId();
            boolean permitted = switch (audience) {
                case Audience.Everyone _ -> true;
                case Audience.Members(var ids) -> ids.contains(to);
                case Audience.Channel _ -> readers.contains(to);
                case Audience.ChannelExcept _ -> readers.contains(to) && !to.equals(memberId);
                case Audience.ChannelMember _ -> readers.contains(to) && to.equals(memberId);
            };
            if (permitted) {
                expected.computeIfAbsent(connection, _ -> new ArrayList<>()).add(event);
            } else {
                expected.computeIfAbsent(connection, _ -> new ArrayList<>());
            }
        }
    }

    private static String member(Random random) {
        return "m" + random.nextInt(6);
    }

    private static String channel(Random random) {
        return "c" + random.nextInt(4);
    }

    @Test
    void shouldNotReachWhoHasNotJoined() {
        RecordingConnection stranger = new RecordingConnection(connections);

        broadcaster.publish(Audience.everyone(), "server:changed", Map.of());

        assertEquals(List.of(), stranger.received());
    }

    @Test
    void shouldAskPermissionOnlyAfterAChange() {
        readersOf.put("c", Set.of("a"));
        RecordingConnection.of(connections, "a");
        IntStream.range(0, 100).forEach(_ -> broadcaster.publish(Audience.channel("c"), "chat:new", Map.of()));
        assertEquals(1, asked);

        RecordingConnection.of(connections, "b");
        broadcaster.publish(Audience.channel("c"), "chat:new", Map.of());
        assertEquals(2, asked);
    }

    @Test
    void shouldSendTheSameEncodedEventToAll() {
        RecordingConnection one = RecordingConnection.of(connections, "a");
        RecordingConnection two = RecordingConnection.of(connections, "b");

        broadcaster.publish(Audience.everyone(), "server:changed", Map.of("version", 1));

        assertSame(one.received().getFirst(), two.received().getFirst(), "the event was encoded twice");
    }
}
