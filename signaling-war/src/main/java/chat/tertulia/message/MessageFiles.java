package chat.tertulia.message;

import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.upload.FileCarrier;
import jakarta.inject.Inject;

/** Messages carry files: who may read the message may read its files, and hears when one has changed. */
@Service
public class MessageFiles implements FileCarrier {
    private final MessageStore messages;
    private final MessageAccess access;
    private final MessageNews news;

    @Inject
    public MessageFiles(MessageStore messages, MessageAccess access, MessageNews news) {
        this.messages = messages;
        this.access = access;
        this.news = news;
    }

    @Override
    public boolean carries(Tx tx, String fileId) {
        return messages.isCarried(tx, fileId);
    }

    @Override
    public boolean mayRead(Tx tx, String memberId, String fileId) {
        return messages.carrying(tx, fileId).stream().anyMatch(message -> access.mayRead(tx, memberId, message));
    }

    @Override
    public void changed(Tx tx, String fileId) {
        messages.carrying(tx, fileId).forEach(message -> news.edited(tx, message));
    }
}
