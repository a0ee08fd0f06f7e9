package chat.tertulia.server;

import chat.tertulia.gateway.Connection;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.stream.StreamSupport;

/** Makes {@code server:details} from the parts of all features. */
@Service
public class Snapshots {
    private static final int ATTEMPTS = 3;

    private final Iterable<SnapshotPart> parts;
    private final Changes changes;

    @Inject
    Snapshots(@Any Instance<SnapshotPart> parts, Changes changes) {
        this((Iterable<SnapshotPart>) parts, changes);
    }

    public Snapshots(Iterable<SnapshotPart> parts, Changes changes) {
        this.parts = parts;
        this.changes = changes;
    }

    public Snapshot snapshot(MemberView viewer) {
        Snapshot.Builder builder = new Snapshot.Builder(changes.version(), viewer);
        StreamSupport.stream(parts.spliterator(), false).forEach(part -> part.contribute(builder, viewer));
        return builder.build();
    }

    public void send(Connection connection, MemberView viewer) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (changes.deliver(connection, snapshot(viewer))) {
                return;
            }
        }
        throw Refusal.of(ErrorCode.UNAVAILABLE, "The server is changing too fast just now; try again.");
    }
}
