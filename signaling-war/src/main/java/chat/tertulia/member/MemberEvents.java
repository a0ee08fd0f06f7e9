package chat.tertulia.member;

import chat.tertulia.gateway.Connection;
import chat.tertulia.gateway.EventRoutes;
import chat.tertulia.gateway.EventSource;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.Rate;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.server.MemberView;
import chat.tertulia.server.Snapshots;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What members ask about members. */
@Service
public class MemberEvents implements EventSource {
    private final Database database;
    private final Members members;
    private final Roster roster;
    private final Snapshots snapshots;

    @Inject
    public MemberEvents(Database database, Members members, Roster roster, Snapshots snapshots) {
        this.database = database;
        this.members = members;
        this.roster = roster;
        this.snapshots = snapshots;
    }

    record Nothing() {}

    record ProfileUpdate(@Nullable String nickname) {}

    record MembersList(List<MemberView> members) {}

    @Override
    public void register(EventRoutes routes) {
        routes.on("server:details", Nothing.class, Rate.perSeconds(10, 60), this::details);
        routes.on("members:fetch", Nothing.class, Rate.perSeconds(20, 60), this::list);
        routes.on("profile:update", ProfileUpdate.class, Rate.perSeconds(10, 60), this::update);
    }

    private @Nullable Object details(Connection connection, Nothing nothing) {
        sendDetails(connection);
        return null;
    }

    /** Sends {@code server:details}, as the member behind the connection may see it. */
    public void sendDetails(Connection connection) {
        Member me = database.read(tx -> members.require(tx, Actor.of(connection)));
        snapshots.send(connection, roster.view(me));
    }

    private @Nullable Object list(Connection connection, Nothing nothing) {
        connection.emit("members:list", new MembersList(roster.active()));
        return null;
    }

    private @Nullable Object update(Connection connection, ProfileUpdate update) {
        String nickname = update.nickname();
        if (nickname == null) {
            throw Refusal.field("nickname", "A nickname is needed.");
        }
        database.writing(tx -> members.rename(tx, members.require(tx, Actor.of(connection)), nickname));
        return null;
    }
}
