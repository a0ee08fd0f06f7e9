package chat.tertulia.member;

import chat.tertulia.gateway.Connections;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.Service;
import chat.tertulia.server.Change;
import chat.tertulia.server.Changes;
import chat.tertulia.server.MemberView;
import chat.tertulia.server.Snapshot;
import chat.tertulia.server.SnapshotPart;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Members as others see them: what the database says of them and whether they are connected, together. Told that something
 * about a member is different ({@link #touch}), it looks up what is true now and publishes that, if it is news. One thread
 * does so: what is published last is therefore what was read last, however a renaming and a disconnection overtake
 * each other.
 *
 * <p>Owned by: {@code published} and the reading belong to the publishing thread; the rest is safe from any thread.
 */
@Service
public final class Roster implements SnapshotPart {
    private final Database database;
    private final MemberStore store;
    private final Connections connections;
    private final Changes changes;
    private final Executor publisher;
    private final Set<String> touched = ConcurrentHashMap.newKeySet();
    private final Map<String, Optional<MemberView>> published = new ConcurrentHashMap<>();

    @Inject
    Roster(Database database, MemberStore store, Connections connections, Changes changes) {
        this(
                database,
                store,
                connections,
                changes,
                Executors.newSingleThreadExecutor(
                        Thread.ofVirtual().name("roster").factory()));
    }

    public Roster(Database database, MemberStore store, Connections connections, Changes changes, Executor publisher) {
        this.database = database;
        this.store = store;
        this.connections = connections;
        this.changes = changes;
        this.publisher = publisher;
        connections.listen((principal, _) -> touch(principal.memberId()));
    }

    @PreDestroy
    void close() {
        if (publisher instanceof ExecutorService service) {
            service.shutdown();
        }
    }

    /** Something about this member may be different now. Does not block. */
    public void touch(String memberId) {
        if (touched.add(memberId)) {
            publisher.execute(() -> publish(memberId));
        }
    }

    private void publish(String memberId) {
        touched.remove(memberId);
        Optional<MemberView> now = database.read(tx -> store.find(tx, memberId))
                .filter(Member::isActive)
                .map(this::view);
        if (!now.equals(published.put(memberId, now))) {
            changes.publish(now.<Change>map(Change.MemberPut::new).orElseGet(() -> new Change.MemberGone(memberId)));
        }
    }

    public MemberView view(Member member) {
        return new MemberView(
                member.memberId(),
                member.nickname(),
                member.avatarFileId(),
                member.bannerFileId(),
                member.role(),
                connections.ofMember(member.memberId()).isEmpty()
                        ? MemberView.Status.OFFLINE
                        : MemberView.Status.ONLINE,
                member.joinedAt());
    }

    public List<MemberView> active() {
        return database.read(store::active).stream().map(this::view).toList();
    }

    @Override
    public void contribute(Snapshot.Builder into, MemberView viewer) {
        into.members(active());
    }
}
