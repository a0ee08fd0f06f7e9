package chat.tertulia.member;

import chat.tertulia.gateway.Connection;
import chat.tertulia.gateway.Principal;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;

/** On whose behalf an event is handled. */
public final class Actor {
    private Actor() {}

    /** The member id, or {@code join_required}. */
    public static String of(Connection connection) {
        return principal(connection).memberId();
    }

    public static Principal principal(Connection connection) {
        return connection.principal().orElseThrow(() -> Refusal.of(ErrorCode.JOIN_REQUIRED, "Join the server first."));
    }
}
