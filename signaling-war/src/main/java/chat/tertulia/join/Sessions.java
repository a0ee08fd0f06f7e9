package chat.tertulia.join;

import chat.tertulia.gateway.Connection;
import chat.tertulia.gateway.Connections;
import chat.tertulia.gateway.Principal;
import chat.tertulia.member.Member;
import chat.tertulia.member.Members;
import chat.tertulia.member.Standing;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.role.Role;
import chat.tertulia.token.Realm;
import chat.tertulia.token.RefreshTokens;
import chat.tertulia.token.Rotation;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/**
 * Sessions of members: one is a family of refresh tokens. A connection is bound after the commit of the transaction that
 * found the membership good, under the same lock as kicks and bans: whichever comes second sees the other.
 */
@Service
public class Sessions {
    private final Database database;
    private final Members members;
    private final RefreshTokens refreshTokens;
    private final ServerTokens serverTokens;
    private final Connections connections;

    @Inject
    public Sessions(
            Database database,
            Members members,
            RefreshTokens refreshTokens,
            ServerTokens serverTokens,
            Connections connections) {
        this.database = database;
        this.members = members;
        this.refreshTokens = refreshTokens;
        this.serverTokens = serverTokens;
        this.connections = connections;
    }

    /** Opens a session for this member and binds the connection to it. */
    Joined open(Tx tx, Member member, Connection connection) {
        RefreshTokens.Opened opened = refreshTokens.open(tx, Realm.SERVER, member.memberId());
        bind(tx, connection, new Principal(member.memberId(), opened.familyId()));
        return joined(tx, member, Optional.of(tokens(member, opened.familyId(), opened.token())));
    }

    /** Binds the connection to the session of an access token, if that still lives. */
    Joined restore(String accessToken, Connection connection) {
        Principal principal = serverTokens.verify(accessToken);
        return database.write(tx -> {
            Member member = living(tx, principal);
            bind(tx, connection, principal);
            return joined(tx, member, Optional.empty());
        });
    }

    /** The member of a session that is not revoked, or {@code unauthenticated}. */
    Member living(Tx tx, Principal principal) {
        return members.known(tx, principal.memberId())
                .filter(Member::isActive)
                .filter(_ -> refreshTokens.isLive(tx, principal.sessionId(), principal.memberId()))
                .orElseThrow(() -> Refusal.of(ErrorCode.UNAUTHENTICATED, "This session is over; join again."));
    }

    Tokens refresh(String refreshToken) {
        Rotation rotation = database.write(tx -> refreshTokens.rotate(tx, Realm.SERVER, refreshToken));
        return switch (rotation) {
            case Rotation.Rotated(String sessionId, String memberId, String token) ->
                tokens(database.read(tx -> living(tx, new Principal(memberId, sessionId))), sessionId, token);
            case Rotation.Unknown() ->
                throw Refusal.of(ErrorCode.REFRESH_TOKEN_INVALID, "This session is over; join again.");
            case Rotation.Reused(String sessionId, String memberId) -> {
                cut(new Principal(memberId, sessionId));
                throw Refusal.of(ErrorCode.REFRESH_TOKEN_REUSED, "This token was used before; the session is over.");
            }
        };
    }

    /** Ends the membership and every session of the member. */
    void leave(Principal principal) {
        database.writing(tx -> {
            Member member = members.require(tx, principal.memberId());
            if (member.role() == Role.OWNER) {
                throw Refusal.of(ErrorCode.FORBIDDEN, "The owner cannot leave the server.");
            }
            members.remove(tx, member, Standing.LEFT);
            refreshTokens.revokeAll(tx, Realm.SERVER, member.memberId(), "left");
            tx.afterCommit(() -> {
                for (Connection connection : List.copyOf(connections.ofMember(member.memberId()))) {
                    connection.emit("server:left", new Left());
                    connection.unbind();
                }
            });
        });
    }

    record Left() {}

    record TokenRevoked(String reason) {}

    private void cut(Principal principal) {
        for (Connection connection : List.copyOf(connections.ofMember(principal.memberId()))) {
            if (connection.principal().filter(principal::equals).isPresent()) {
                connection.emit("token:revoked", new TokenRevoked("refresh_token_reused"));
                connection.disconnect();
            }
        }
    }

    private static void bind(Tx tx, Connection connection, Principal principal) {
        tx.afterCommit(() -> connection.bind(principal));
    }

    private Tokens tokens(Member member, String sessionId, String refreshToken) {
        return new Tokens(serverTokens.issue(member, sessionId), refreshToken, ServerTokens.LIFETIME.toSeconds());
    }

    private Joined joined(Tx tx, Member member, Optional<Tokens> tokens) {
        return new Joined(
                tokens.map(Tokens::accessToken).orElse(null),
                tokens.map(Tokens::refreshToken).orElse(null),
                tokens.map(Tokens::expiresIn).orElse(null),
                member.memberId(),
                member.nickname(),
                member.avatarFileId(),
                member.role() == Role.OWNER,
                !members.ownerExists(tx));
    }
}
