package chat.tertulia.message;

import chat.tertulia.audience.Broadcaster;
import chat.tertulia.channel.ChannelAccess;
import chat.tertulia.channel.ChannelContents;
import chat.tertulia.channel.ChannelDeleted;
import chat.tertulia.channel.ChannelService;
import chat.tertulia.channel.ChannelStore;
import chat.tertulia.gateway.Connections;
import chat.tertulia.gateway.RecordingConnection;
import chat.tertulia.member.Member;
import chat.tertulia.member.MemberStore;
import chat.tertulia.member.Members;
import chat.tertulia.member.Roster;
import chat.tertulia.platform.Alarm;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.ServerConfig;
import chat.tertulia.role.Role;
import chat.tertulia.server.Changes;
import chat.tertulia.server.ChannelView;
import chat.tertulia.upload.Bucket;
import chat.tertulia.upload.FileAccess;
import chat.tertulia.upload.FileCarrier;
import chat.tertulia.upload.FileRemoval;
import chat.tertulia.upload.FileRemovalStore;
import chat.tertulia.upload.FileStore;
import chat.tertulia.upload.Multipart;
import chat.tertulia.upload.UploadSessionStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A server's chat on a real database in a folder, with a clock that only the test turns. */
public final class ChatWorld implements AutoCloseable {
    public final Ticking clock = new Ticking();
    public final Database database;
    public final Connections connections = new Connections();
    public final ChannelStore channelStore = new ChannelStore();
    public final MessageStore messageStore = new MessageStore();
    public final FileStore files = new FileStore();
    public final Members members;
    public final ChannelAccess channelAccess;
    public final Broadcaster broadcaster;
    public final ChannelService channels;
    public final List<ChannelDeleted> deleted = new ArrayList<>();
    public final MessageAccess access;
    public final MessageNews news;
    public final MessageFiles messageFiles;
    public final MessageRemoval removal;
    public final Changes changes;
    public final Roster roster;
    public final ServerConfig config;
    /** Whoever carries files; a test may add to them. */
    public final List<FileCarrier> carriers = new ArrayList<>();

    public final FileRemoval fileRemoval;
    public final MessageService messages;
    public final MessageHistory history;
    public final ReactionService reactions;
    public final TypingService typing;
    private @Nullable ChannelAccess readers;

    public ChatWorld(Path folder) {
        this(config(folder, Map.of("TERTULIA_S3_ENDPOINT", "http://127.0.0.1:1")), _ -> {});
    }

    /** What an operator would have set, for a server in this folder. */
    public static ServerConfig config(Path folder, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "TERTULIA_DATA",
                folder.toString(),
                "TERTULIA_S3_ACCESS_KEY",
                "key",
                "TERTULIA_S3_SECRET_KEY",
                "secret"));
        environment.putAll(settings);
        return ServerConfig.fromEnvironment(environment);
    }

    /** @param publisher of what changes about members */
    public ChatWorld(ServerConfig config, Executor publisher) {
        this.config = config;
        Path folder = config.dataDir();
        database = Database.inFolder(folder);
        broadcaster = new Broadcaster(connections, () -> java.util.Objects.requireNonNull(readers));
        changes = new Changes(broadcaster, clock);
        MemberStore memberStore = new MemberStore();
        roster = new Roster(database, memberStore, connections, changes, publisher);
        members = new Members(memberStore, roster, clock, _ -> {});
        channelAccess = new ChannelAccess(database, channelStore, members);
        readers = channelAccess;
        List<ChannelContents> contents = new ArrayList<>();
        channels = new ChannelService(
                database,
                channelStore,
                channelAccess,
                new ChannelService.Told(changes, broadcaster, deleted::add),
                contents);
        ReactionStore reactionStore = new ReactionStore();
        MessageViews views = new MessageViews(messageStore, reactionStore, files, members);
        access = new MessageAccess(channelAccess, messageStore, new FileAccess(files, carriers));
        news = new MessageNews(views, broadcaster, MessageMetrics.none());
        messageFiles = new MessageFiles(messageStore, access, news);
        carriers.add(messageFiles);
        fileRemoval = new FileRemoval(
                database,
                new FileRemoval.Stores(files, new UploadSessionStore(), new FileRemovalStore()),
                carriers,
                new Multipart(new Bucket(config), config),
                clock);
        removal = new MessageRemoval(database, access, messageStore, news, fileRemoval);
        contents.add(removal);
        messages = new MessageService(database, access, messageStore, news, clock);
        history = new MessageHistory(database, access, messageStore, views);
        reactions = new ReactionService(database, access, reactionStore, news, clock);
        typing = new TypingService(database, access, members, new Typing(broadcaster, clock, clock), connections);
    }

    public String member(String name, Role role) {
        return database.write(tx -> members.admit(tx, new Member.Identity("https://id", name), name, role)
                .memberId());
    }

    public RecordingConnection connect(String memberId) {
        return RecordingConnection.of(connections, memberId);
    }

    /** The text channel that every server starts with. */
    public String general() {
        return database.read(channelStore::all).getFirst().channelId();
    }

    public ChannelView channel(String ownerId, String name) {
        return channels.create(ownerId, new ChannelService.NewChannel(name, ChannelView.Type.TEXT, null));
    }

    public MessageView send(String memberId, String conversationId, String text) {
        return messages.send(memberId, new Draft.Request(conversationId, text, null, null, null));
    }

    public MessageView sendFiles(String memberId, String conversationId, List<String> fileIds) {
        return messages.send(memberId, new Draft.Request(conversationId, null, new ArrayList<>(fileIds), null, null));
    }

    public void delete(String memberId, MessageView message) {
        removal.delete(memberId, new MessageService.Target(message.conversationId(), message.messageId()));
    }

    @Override
    public void close() {
        database.close();
    }

    /** Time that passes only when told to, with the alarms that come due. */
    public static final class Ticking extends Clock implements Alarm {
        private final AtomicLong now =
                new AtomicLong(Instant.parse("2026-03-01T12:00:00Z").toEpochMilli());
        private final List<Due> alarms = new ArrayList<>();

        private record Due(long at, Runnable action) {}

        @Override
        public void after(Duration pause, Runnable action) {
            alarms.add(new Due(now.get() + pause.toMillis(), action));
        }

        public void advance(Duration by) {
            now.addAndGet(by.toMillis());
            List<Due> due = alarms.stream().filter(one -> one.at() <= now.get()).toList();
            alarms.removeAll(due);
            due.forEach(one -> one.action().run());
        }

        @Override
        public long millis() {
            return now.get();
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
