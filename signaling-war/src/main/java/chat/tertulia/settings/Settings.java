package chat.tertulia.settings;

import chat.tertulia.member.Members;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.ServerConfig;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.TextRule;
import chat.tertulia.platform.Tx;
import chat.tertulia.role.Permission;
import chat.tertulia.server.Change;
import chat.tertulia.server.Changes;
import chat.tertulia.server.MemberView;
import chat.tertulia.server.ServerView;
import chat.tertulia.server.Snapshot;
import chat.tertulia.server.SnapshotPart;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** The server's name, description and icon. */
@Service
public class Settings implements SnapshotPart {
    private final Database database;
    private final SettingsStore store;
    private final Members members;
    private final Changes changes;
    private final ServerConfig config;
    private final ServerId id;

    @Inject
    public Settings(Database database, SettingsStore store, Members members, Changes changes, ServerConfig config) {
        this.database = database;
        this.store = store;
        this.members = members;
        this.changes = changes;
        this.config = config;
        this.id = ServerId.inFolder(config.dataDir());
    }

    public ServerId id() {
        return id;
    }

    public ServerView view(Tx tx) {
        SettingsStore.Profile profile = profile(tx);
        return new ServerView(
                id.value(), profile.name(), profile.description(), profile.iconFileId(), !members.ownerExists(tx));
    }

    /** @param name null leaves it, as does a null description */
    void update(String actorId, @Nullable String name, @Nullable String description) {
        TextRule.line("name", 1, 80).permit(name);
        TextRule.lines("description", 0, 300).permit(description);
        database.writing(tx -> {
            members.requirePermission(tx, actorId, Permission.MANAGE_SERVER);
            SettingsStore.Profile before = profile(tx);
            store.save(
                    tx,
                    new SettingsStore.Profile(
                            name == null ? before.name() : name,
                            description == null ? before.description() : description,
                            before.iconFileId()));
            announce(tx);
        });
    }

    public @Nullable String iconFileId(Tx tx) {
        return profile(tx).iconFileId();
    }

    /** Shows another icon, or none; whoever calls has asked whether the actor may. */
    public void icon(Tx tx, @Nullable String fileId) {
        SettingsStore.Profile before = profile(tx);
        store.save(tx, new SettingsStore.Profile(before.name(), before.description(), fileId));
        announce(tx);
    }

    /** To be called in the transaction that changed something of the {@link ServerView}. */
    public void announce(Tx tx) {
        ServerView view = view(tx);
        tx.afterCommit(() -> changes.publish(new Change.ServerPut(view)));
    }

    private SettingsStore.Profile profile(Tx tx) {
        return store.find(tx).orElseGet(() -> new SettingsStore.Profile(config.serverName(), "", null));
    }

    @Override
    public void contribute(Snapshot.Builder into, MemberView viewer) {
        into.server(database.read(this::view));
    }
}
