package chat.tertulia.moderation;

import chat.tertulia.gateway.Connection;
import chat.tertulia.gateway.Connections;
import chat.tertulia.member.Member;
import chat.tertulia.member.Members;
import chat.tertulia.member.Standing;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.TextRule;
import chat.tertulia.platform.Tx;
import chat.tertulia.role.Permission;
import chat.tertulia.token.Realm;
import chat.tertulia.token.RefreshTokens;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kick, ban and unban. In one transaction the membership ends and all sessions of the member are revoked; after it the
 * member's connections are cut, and whoever observes {@link chat.tertulia.member.MemberRemoved} cuts the rest.
 */
@Service
public class Moderation {
    private final Database database;
    private final Members members;
    private final RefreshTokens tokens;
    private final Connections connections;

    @Inject
    public Moderation(Database database, Members members, RefreshTokens tokens, Connections connections) {
        this.database = database;
        this.members = members;
        this.tokens = tokens;
        this.connections = connections;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Kicked(@Nullable String reason) {}

    void kick(String actorId, String targetId, @Nullable String reason) {
        TextRule.lines("reason", 0, 300).permit(reason);
        database.writing(tx -> {
            Member target = outranked(tx, actorId, targetId, Permission.KICK_MEMBERS);
            if (!target.isActive()) {
                throw Refusal.of(ErrorCode.NOT_FOUND, "There is no such member.");
            }
            end(tx, target, Standing.KICKED, reason);
        });
    }

    /** Also of who has left or was kicked: it keeps them from coming back. */
    void ban(String actorId, String targetId, @Nullable String reason) {
        TextRule.lines("reason", 0, 300).permit(reason);
        database.writing(tx -> {
            Member target = outranked(tx, actorId, targetId, Permission.BAN_MEMBERS);
            end(tx, target, Standing.BANNED, reason);
        });
    }

    /** The identity may be invited again; it does not become a member by this. */
    void unban(String actorId, String targetId) {
        database.writing(tx -> {
            Member target = outranked(tx, actorId, targetId, Permission.BAN_MEMBERS);
            if (target.standing() != Standing.BANNED) {
                throw Refusal.of(ErrorCode.NOT_FOUND, "This member is not banned.");
            }
            members.remove(tx, target, Standing.KICKED);
        });
    }

    private void end(Tx tx, Member target, Standing standing, @Nullable String reason) {
        members.remove(tx, target, standing);
        tokens.revokeAll(tx, Realm.SERVER, target.memberId(), standing.name());
        tx.afterCommit(() -> cut(target.memberId(), new Kicked(reason)));
    }

    private void cut(String memberId, Kicked farewell) {
        for (Connection connection : List.copyOf(connections.ofMember(memberId))) {
            connection.emit("server:kicked", farewell);
            connection.disconnect();
        }
    }

    private Member outranked(Tx tx, String actorId, String targetId, Permission permission) {
        Member actor = members.requirePermission(tx, actorId, permission);
        Member target = members.known(tx, targetId)
                .orElseThrow(() -> Refusal.of(ErrorCode.NOT_FOUND, "There is no such member."));
        if (!actor.role().outranks(target.role())) {
            throw Refusal.of(ErrorCode.OUTRANKED, "You may do this only to members below your rank.");
        }
        return target;
    }
}
