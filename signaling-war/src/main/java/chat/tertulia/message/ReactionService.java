package chat.tertulia.message;

import chat.tertulia.message.MessageService.Target;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.TextRule;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts reactions on messages and takes them off. */
@Service
public class ReactionService {
    static final int MAX_DISTINCT = 20;
    private static final TextRule SOURCE = TextRule.line("reactionSrc", 1, 64);

    private final Database database;
    private final MessageAccess access;
    private final ReactionStore reactions;
    private final MessageNews news;
    private final Clock clock;

    @Inject
    public ReactionService(
            Database database, MessageAccess access, ReactionStore reactions, MessageNews news, Clock clock) {
        this.database = database;
        this.access = access;
        this.reactions = reactions;
        this.news = news;
        this.clock = clock;
    }

    MessageView toggle(String memberId, Target target, @Nullable String reactionSrc) {
        String src = SOURCE.require(reactionSrc);
        return database.write(tx -> {
            Message message = access.forReacting(tx, memberId, target);
            String messageId = message.messageId();
            if (!reactions.remove(tx, messageId, src, memberId)) {
                requireRoom(reactions.distinct(tx, messageId), src);
                reactions.add(tx, messageId, src, memberId, clock.millis());
            }
            return news.reacted(tx, message);
        });
    }

    private static void requireRoom(List<String> used, String src) {
        if (used.size() >= MAX_DISTINCT && !used.contains(src)) {
            throw Refusal.of(ErrorCode.TOO_LARGE, "A message takes " + MAX_DISTINCT + " different reactions.");
        }
    }
}
