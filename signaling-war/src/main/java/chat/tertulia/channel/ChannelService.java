package chat.tertulia.channel;

import chat.tertulia.audience.Broadcaster;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Ids;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.TextRule;
import chat.tertulia.platform.Tx;
import chat.tertulia.server.Change;
import chat.tertulia.server.Changes;
import chat.tertulia.server.ChannelView;
import chat.tertulia.server.MemberView;
import chat.tertulia.server.Snapshot;
import chat.tertulia.server.SnapshotPart;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes, changes and deletes channels, and tells of it. */
@Service
public class ChannelService implements SnapshotPart {
    private static final TextRule NAME = TextRule.line("name", 1, 80);
    private static final TextRule DESCRIPTION = TextRule.lines("description", 0, 300);
    private static final int MOST_CHANNELS = 500;

    private final Database database;
    private final ChannelStore channels;
    private final ChannelAccess access;
    private final Changes changes;
    private final Broadcaster broadcaster;
    private final Consumer<ChannelDeleted> deleted;
    private final Iterable<ChannelContents> contents;

    /** Those whom a change of channels concerns. */
    @Service
    public record Told(Changes changes, Broadcaster broadcaster, Consumer<ChannelDeleted> deleted) {
        @Inject
        Told(Changes changes, Broadcaster broadcaster, Event<ChannelDeleted> deleted) {
            this(changes, broadcaster, deleted::fire);
        }
    }

    @Inject
    ChannelService(Database database, ChannelAccess access, Told told, @Any Instance<ChannelContents> contents) {
        this(database, new ChannelStore(), access, told, contents);
    }

    public ChannelService(
            Database database,
            ChannelStore channels,
            ChannelAccess access,
            Told told,
            Iterable<ChannelContents> contents) {
        this.database = database;
        this.channels = channels;
        this.access = access;
        this.changes = told.changes();
        this.broadcaster = told.broadcaster();
        this.deleted = told.deleted();
        this.contents = contents;
    }

    /** What a new channel is to be like; members as they came, unchecked. */
    public record NewChannel(
            @Nullable String name,
            ChannelView.@Nullable Type type,
            @Nullable String description) {}

    /** What is to change; null leaves as it is. */
    public record ChannelEdit(
            @Nullable String channelId,
            @Nullable String name,
            @Nullable String description,
            @Nullable Integer position) {}

    public ChannelView create(String memberId, NewChannel wanted) {
        String name = NAME.require(wanted.name());
        ChannelView.Type type = wanted.type();
        if (type == null) {
            throw Refusal.field("type", "A channel is of type text or voice.");
        }
        String description = Objects.requireNonNullElse(DESCRIPTION.permit(wanted.description()), "");
        return database.write(tx -> {
            access.forManaging(tx, memberId);
            List<ChannelView> existing = channels.all(tx);
            if (existing.size() >= MOST_CHANNELS) {
                throw Refusal.of(ErrorCode.TOO_LARGE, "A server has at most " + MOST_CHANNELS + " channels.");
            }
            int last = existing.isEmpty() ? 0 : existing.getLast().position() + 1;
            ChannelView channel = new ChannelView(Ids.next(), name, type, last, description);
            channels.insert(tx, channel);
            tell(tx, new Change.ChannelPut(channel));
            return channel;
        });
    }

    public ChannelView update(String memberId, ChannelEdit edit) {
        String name = NAME.permit(edit.name());
        String description = DESCRIPTION.permit(edit.description());
        return database.write(tx -> {
            access.forManaging(tx, memberId);
            ChannelView old = access.forReading(tx, memberId, id(edit.channelId()));
            ChannelView changed = new ChannelView(
                    old.channelId(),
                    name == null ? old.name() : name,
                    old.type(),
                    old.position(),
                    description == null ? old.description() : description);
            List<ChannelView> moved = edit.position() == null
                    ? List.of(changed)
                    : ChannelOrder.move(channels.all(tx), changed, edit.position());
            moved.forEach(channel -> channels.update(tx, channel));
            tell(tx, moved.stream().map(Change.ChannelPut::new).toArray(Change[]::new));
            return moved.stream()
                    .filter(channel -> channel.channelId().equals(old.channelId()))
                    .findFirst()
                    .orElse(changed);
        });
    }

    public void delete(String memberId, @Nullable String channelId) {
        database.writing(tx -> {
            access.forManaging(tx, memberId);
            ChannelView channel = access.forReading(tx, memberId, id(channelId));
            contents.forEach(one -> one.deleting(tx, channel.channelId()));
            channels.delete(tx, channel.channelId());
            tell(tx, new Change.ChannelGone(channel.channelId()));
            tx.afterCommit(() -> deleted.accept(new ChannelDeleted(channel.channelId())));
        });
    }

    private void tell(Tx tx, Change... told) {
        tx.afterCommit(() -> {
            broadcaster.permissionsChanged();
            changes.publish(told);
        });
    }

    private static String id(@Nullable String channelId) {
        if (channelId == null) {
            throw Refusal.field("channelId", "This is missing.");
        }
        return channelId;
    }

    @Override
    public void contribute(Snapshot.Builder into, MemberView viewer) {
        into.channels(database.read(channels::all));
    }
}
