package chat.tertulia.message;

import chat.tertulia.gateway.Connections;
import chat.tertulia.gateway.Connections.Presence;
import chat.tertulia.gateway.Principal;
import chat.tertulia.member.Members;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.Service;
import jakarta.inject.Inject;

/** Typing on behalf of members: checked on the way in, ended when they leave. */
@Service
public class TypingService {
    private final Database database;
    private final MessageAccess access;
    private final Members members;
    private final Typing typing;
    private final Connections connections;

    @Inject
    public TypingService(
            Database database, MessageAccess access, Members members, Typing typing, Connections connections) {
        this.database = database;
        this.access = access;
        this.members = members;
        this.typing = typing;
        this.connections = connections;
        connections.listen(this::heard);
    }

    void start(String memberId, String conversationId) {
        String nickname = database.read(tx -> {
            access.conversationForWriting(tx, memberId, conversationId);
            return members.require(tx, memberId).nickname();
        });
        typing.start(memberId, nickname, conversationId);
    }

    void stop(String memberId, String conversationId) {
        typing.stop(memberId, conversationId);
    }

    private void heard(Principal principal, Presence presence) {
        if (presence == Presence.UNBOUND
                && connections.ofMember(principal.memberId()).isEmpty()) {
            typing.gone(principal.memberId());
        }
    }
}
