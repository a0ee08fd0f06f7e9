package chat.tertulia.message;

import chat.tertulia.channel.ChannelAccess;
import chat.tertulia.message.MessageService.Target;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.upload.FileAccess;
import jakarta.inject.Inject;

/** The only door to a message on behalf of a member. Every conversation is a channel today. */
@Service
public class MessageAccess {
    private final ChannelAccess channels;
    private final MessageStore messages;
    private final FileAccess files;

    @Inject
    public MessageAccess(ChannelAccess channels, MessageStore messages, FileAccess files) {
        this.channels = channels;
        this.messages = messages;
        this.files = files;
    }

    void conversationForReading(Tx tx, String memberId, String conversationId) {
        channels.forReading(tx, memberId, conversationId);
    }

    void conversationForWriting(Tx tx, String memberId, String conversationId) {
        channels.forWriting(tx, memberId, conversationId);
    }

    void forSending(Tx tx, String memberId, Draft draft) {
        conversationForWriting(tx, memberId, draft.conversationId());
        files.forAttaching(tx, memberId, draft.fileIds());
    }

    Message forReading(Tx tx, String memberId, Target target) {
        conversationForReading(tx, memberId, target.conversation());
        return messages.find(tx, target.conversation(), target.message())
                .orElseThrow(() -> Refusal.of(ErrorCode.NOT_FOUND, "There is no such message."));
    }

    Message forReacting(Tx tx, String memberId, Target target) {
        conversationForWriting(tx, memberId, target.conversation());
        return forReading(tx, memberId, target);
    }

    /** Nobody edits the words of another. */
    Message forEditing(Tx tx, String memberId, Target target) {
        conversationForWriting(tx, memberId, target.conversation());
        Message message = forReading(tx, memberId, target);
        if (!message.senderMemberId().equals(memberId)) {
            throw Refusal.of(ErrorCode.FORBIDDEN, "Only its sender may edit a message.");
        }
        return message;
    }

    Message forDeleting(Tx tx, String memberId, Target target) {
        Message message = forReading(tx, memberId, target);
        if (!message.senderMemberId().equals(memberId)) {
            channels.forModerating(tx, memberId);
        }
        return message;
    }

    boolean mayRead(Tx tx, String memberId, Message message) {
        try {
            channels.forReading(tx, memberId, message.conversationId());
            return true;
        } catch (Refusal hidden) {
            return false;
        }
    }
}
