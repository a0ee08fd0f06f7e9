package chat.tertulia.message;

import chat.tertulia.audience.Audience;
import chat.tertulia.audience.Broadcaster;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** What a conversation is told of its messages, after the commit that made it true. */
@Service
public class MessageNews {
    private final MessageViews views;
    private final Broadcaster broadcaster;
    private final MessageMetrics metrics;

    @Inject
    public MessageNews(MessageViews views, Broadcaster broadcaster, MessageMetrics metrics) {
        this.views = views;
        this.broadcaster = broadcaster;
        this.metrics = metrics;
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Deleted(String conversationId, String messageId) {}

    MessageView view(Tx tx, Message message) {
        return views.of(tx, message);
    }

    /** The message for its sender; others do not see the nonce. */
    MessageView sent(Tx tx, Message message, @Nullable String nonce) {
        MessageView view = views.of(tx, message);
        MessageView own = view.withNonce(nonce);
        tx.afterCommit(() -> {
            metrics.sent();
            String sender = message.senderMemberId();
            broadcaster.publish(Audience.channelExcept(message.conversationId(), sender), "chat:new", view);
            broadcaster.publish(Audience.channelMember(message.conversationId(), sender), "chat:new", own);
        });
        return own;
    }

    MessageView edited(Tx tx, Message message) {
        return told(tx, message, "chat:edited");
    }

    MessageView reacted(Tx tx, Message message) {
        return told(tx, message, "chat:reaction");
    }

    void deleted(Tx tx, Message message) {
        Deleted deleted = new Deleted(message.conversationId(), message.messageId());
        tx.afterCommit(() -> broadcaster.publish(Audience.channel(message.conversationId()), "chat:deleted", deleted));
    }

    private MessageView told(Tx tx, Message message, String event) {
        MessageView view = views.of(tx, message);
        tx.afterCommit(() -> broadcaster.publish(Audience.channel(message.conversationId()), event, view));
        return view;
    }
}
