package chat.tertulia.emoji;

import chat.tertulia.emoji.EmojiStore.Emoji;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.server.Change;
import chat.tertulia.server.Changes;
import chat.tertulia.server.EmojiView;
import chat.tertulia.server.MemberView;
import chat.tertulia.server.Snapshot;
import chat.tertulia.server.SnapshotPart;
import chat.tertulia.upload.FileStore;
import chat.tertulia.upload.StoredFile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;

/** Emoji as members see them, in the snapshot and in what changes it. */
@Service
public class EmojiNews implements SnapshotPart {
    private final Database database;
    private final EmojiStore store;
    private final FileStore files;
    private final Changes changes;

    @Inject
    public EmojiNews(Database database, EmojiStore store, FileStore files, Changes changes) {
        this.database = database;
        this.store = store;
        this.files = files;
        this.changes = changes;
    }

    List<EmojiView> all() {
        return database.read(tx -> {
            List<Emoji> emojis = store.all(tx);
            var found = files.find(tx, emojis.stream().map(Emoji::fileId).toList());
            return emojis.stream()
                    .flatMap(emoji ->
                            Stream.ofNullable(found.get(emoji.fileId())).map(file -> view(emoji, file)))
                    .toList();
        });
    }

    EmojiView view(Tx tx, Emoji emoji) {
        return files.find(tx, emoji.fileId()).map(file -> view(emoji, file)).orElseThrow();
    }

    static EmojiView view(Emoji emoji, StoredFile file) {
        return new EmojiView(
                emoji.name(), emoji.fileId(), file.isAnimated(), file.state().wire(), emoji.uploadedBy());
    }

    void tell(Tx tx, Change... told) {
        tx.afterCommit(() -> changes.publish(told));
    }

    @Override
    public void contribute(Snapshot.Builder into, MemberView viewer) {
        into.emojis(all());
    }
}
