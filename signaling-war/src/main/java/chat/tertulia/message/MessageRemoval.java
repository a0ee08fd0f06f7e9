package chat.tertulia.message;

import chat.tertulia.channel.ChannelContents;
import chat.tertulia.message.MessageService.Target;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.upload.FileRemoval;
import jakarta.inject.Inject;
import java.util.List;

/** Deletes messages, with the files that nothing else carries. */
@Service
public class MessageRemoval implements ChannelContents {
    private final Database database;
    private final MessageAccess access;
    private final MessageStore messages;
    private final MessageNews news;
    private final FileRemoval files;

    @Inject
    public MessageRemoval(
            Database database, MessageAccess access, MessageStore messages, MessageNews news, FileRemoval files) {
        this.database = database;
        this.access = access;
        this.messages = messages;
        this.news = news;
        this.files = files;
    }

    void delete(String memberId, Target target) {
        database.writing(tx -> {
            Message message = access.forDeleting(tx, memberId, target);
            List<String> fileIds =
                    messages.attachments(tx, List.of(message.messageId())).getOrDefault(message.messageId(), List.of());
            messages.delete(tx, message.messageId());
            files.release(tx, fileIds);
            news.deleted(tx, message);
        });
    }

    @Override
    public void deleting(Tx tx, String channelId) {
        List<String> fileIds = messages.filesIn(tx, channelId);
        messages.deleteAll(tx, channelId);
        files.release(tx, fileIds);
    }
}
