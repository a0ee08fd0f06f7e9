package chat.tertulia.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.audience.Broadcaster;
import chat.tertulia.gateway.Connections;
import chat.tertulia.gateway.Principal;
import chat.tertulia.gateway.RecordingConnection;
import chat.tertulia.platform.Json;
import chat.tertulia.platform.MutableClock;
import chat.tertulia.role.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No change is lost between the moment a snapshot is read and the moment it is sent. */
final class SnapshotLawTest {
    private final Connections connections = new Connections();
    private final Changes changes = new Changes(new Broadcaster(connections, () -> _ -> _ -> true), new MutableClock());
    private final MemberView viewer =
            new MemberView("m", "Alice", null, null, Role.MEMBER, MemberView.Status.ONLINE, "2026-01-01T00:00:00.000Z");
    private final RecordingConnection connection = new RecordingConnection(connections);

    @Test
    void shouldSendAgainWhatHappenedWhileTheSnapshotWasMade() {
        connection.bind(new Principal("m", "s"));
        SnapshotPart busy = (into, _) -> {
            into.server(new ServerView("id", "name", "", null, false));
            changes.publish(new Change.VoiceGone("m"));
        };
        new Snapshots(List.of(busy), changes).send(connection, viewer);

        assertEquals(List.of(StateChanged.EVENT, Snapshot.EVENT, StateChanged.EVENT), connection.names());
        long snapshot = connection.latest(Snapshot.EVENT).path("version").asLong();
        assertEquals(
                snapshot + 1,
                connection.latest(StateChanged.EVENT).path("version").asLong());
    }

    @Test
    void shouldMakeASnapshotAnewWhenTooMuchHasHappened() {
        Snapshot old = new Snapshots(
                        List.of((into, _) -> into.server(new ServerView("id", "name", "", null, false))), changes)
                .snapshot(viewer);
        for (int i = 0; i < 1025; i++) {
            changes.publish(new Change.VoiceGone("m"));
        }
        assertFalse(changes.deliver(connection, old));
        assertTrue(connection.names().isEmpty());
    }

    @Test
    void shouldSayTheKindOfEachChange() {
        assertEquals(
                "{\"version\":1,\"changes\":[{\"kind\":\"voice.gone\",\"memberId\":\"m\"}]}",
                Json.write(new StateChanged(1, List.of(new Change.VoiceGone("m")))));
        assertEquals(
                "{\"version\":1,\"changes\":[{\"kind\":\"channel.put\",\"channel\":{\"channelId\":\"c\",\"name\":\"n\","
                        + "\"type\":\"text\",\"position\":0,\"description\":\"\"}}]}",
                Json.write(new StateChanged(
                        1, List.of(new Change.ChannelPut(new ChannelView("c", "n", ChannelView.Type.TEXT, 0, ""))))));
    }
}
