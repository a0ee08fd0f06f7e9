package chat.tertulia.message;

import static chat.tertulia.message.Draft.required;

import chat.tertulia.platform.Database;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Ids;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends and edits messages. Answers after commit; events leave in the order of the commits. */
@Service
public class MessageService {
    static final Duration NONCE_LIFE = Duration.ofMinutes(10);

    private final Database database;
    private final MessageAccess access;
    private final MessageStore messages;
    private final MessageNews news;
    private final Clock clock;

    @Inject
    public MessageService(
            Database database, MessageAccess access, MessageStore messages, MessageNews news, Clock clock) {
        this.database = database;
        this.access = access;
        this.messages = messages;
        this.news = news;
        this.clock = clock;
    }

    MessageView send(String memberId, Draft.Request request) {
        Draft draft = Draft.of(request);
        return database.write(tx -> {
            access.conversationForWriting(tx, memberId, draft.conversationId());
            return earlier(tx, memberId, draft).orElseGet(() -> store(tx, memberId, draft));
        });
    }

    /** What the same nonce has made before: a retry gets it again, and nobody else hears of it. */
    private Optional<MessageView> earlier(Tx tx, String memberId, Draft draft) {
        String nonce = draft.nonce();
        if (nonce == null) {
            return Optional.empty();
        }
        messages.forgetNonces(tx, clock.millis() - NONCE_LIFE.toMillis());
        return messages.sentWith(tx, memberId, draft.conversationId(), nonce)
                .map(messageId -> messages.find(tx, draft.conversationId(), messageId)
                        .orElseThrow(() -> Refusal.of(ErrorCode.NOT_FOUND, "This message has been deleted.")))
                .map(message -> news.view(tx, message).withNonce(nonce));
    }

    private MessageView store(Tx tx, String memberId, Draft draft) {
        access.forSending(tx, memberId, draft);
        requireReplyable(tx, draft);
        Message message = new Message(
                MessageId.after(messages.lastId(tx, draft.conversationId()), Ids.next()),
                draft.conversationId(),
                memberId,
                draft.text(),
                draft.replyToMessageId(),
                clock.millis(),
                null);
        messages.insert(tx, message, draft.fileIds());
        String nonce = draft.nonce();
        if (nonce != null) {
            messages.rememberNonce(tx, message, nonce);
        }
        return news.sent(tx, message, nonce);
    }

    private void requireReplyable(Tx tx, Draft draft) {
        String replyTo = draft.replyToMessageId();
        if (replyTo != null
                && messages.find(tx, draft.conversationId(), replyTo).isEmpty()) {
            throw Refusal.field("replyToMessageId", "There is no such message in this conversation.");
        }
    }

    /** One message of a conversation, as a request names it. */
    record Target(@Nullable String conversationId, @Nullable String messageId) {
        String conversation() {
            return required("conversationId", conversationId);
        }

        String message() {
            return required("messageId", messageId);
        }
    }

    MessageView edit(String memberId, Target target, @Nullable String text) {
        return database.write(tx -> {
            Message old = access.forEditing(tx, memberId, target);
            boolean carries =
                    !messages.attachments(tx, List.of(old.messageId())).isEmpty();
            Message edited = old.edited(Draft.edited(text, carries), clock.millis());
            messages.edit(tx, edited);
            return news.edited(tx, edited);
        });
    }
}
