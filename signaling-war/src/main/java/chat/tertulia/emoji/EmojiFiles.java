package chat.tertulia.emoji;

import chat.tertulia.emoji.EmojiStore.Emoji;
import chat.tertulia.member.Members;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.server.Change;
import chat.tertulia.upload.FileCarrier;
import chat.tertulia.upload.FileStore;
import chat.tertulia.upload.StoredFile;
import jakarta.inject.Inject;

/** Every member sees every emoji. One whose picture is refused is none any more, and its name is free. */
@Service
public class EmojiFiles implements FileCarrier {
    private final EmojiStore store;
    private final EmojiNews news;
    private final FileStore files;
    private final Members members;

    @Inject
    public EmojiFiles(EmojiStore store, EmojiNews news, FileStore files, Members members) {
        this.store = store;
        this.news = news;
        this.files = files;
        this.members = members;
    }

    @Override
    public boolean mayRead(Tx tx, String memberId, String fileId) {
        return carries(tx, fileId) && members.isActive(tx, memberId);
    }

    @Override
    public boolean carries(Tx tx, String fileId) {
        return store.ofFile(tx, fileId).isPresent();
    }

    @Override
    public void changed(Tx tx, String fileId) {
        store.ofFile(tx, fileId).ifPresent(emoji -> files.find(tx, fileId).ifPresent(file -> changed(tx, emoji, file)));
    }

    private void changed(Tx tx, Emoji emoji, StoredFile file) {
        switch (file.state()) {
            case QUEUED, PROCESSING, DONE -> news.tell(tx, new Change.EmojiPut(EmojiNews.view(emoji, file)));
            case REJECTED, FAILED -> {
                store.delete(tx, emoji.name());
                news.tell(tx, new Change.EmojiGone(emoji.name()));
            }
        }
    }
}
