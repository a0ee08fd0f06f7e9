package chat.tertulia.emoji;

import chat.tertulia.emoji.EmojiStore.Emoji;
import chat.tertulia.member.Members;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.ServerConfig;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.role.Permission;
import chat.tertulia.server.Change;
import chat.tertulia.upload.FileRemoval;
import chat.tertulia.upload.Intake;
import chat.tertulia.upload.Spool.Spooled;
import chat.tertulia.upload.StoredFile;
import chat.tertulia.upload.UploadService;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds, renames and deletes emoji. */
@Service
public class Emojis {
    private final Database database;
    private final EmojiStore store;
    private final EmojiNews news;
    private final Files files;
    private final Members members;

    /** The pictures behind the names. */
    @Service
    public record Files(UploadService uploads, FileRemoval removal, ServerConfig config) {
        @Inject
        public Files {}
    }

    @Inject
    public Emojis(Database database, EmojiStore store, EmojiNews news, Files files, Members members) {
        this.database = database;
        this.store = store;
        this.news = news;
        this.files = files;
        this.members = members;
    }

    /** Before any byte is read. */
    void requirePermission(String memberId) {
        database.read(tx -> permitted(tx, memberId));
    }

    /** Makes one emoji of one picture; whatever is wrong with it is a refusal and leaves nothing behind. */
    StoredFile add(Intake intake, String name, Spooled picture) {
        EmojiName.require(name);
        // Asked here so that what cannot be is not stored first, and again in the transaction.
        database.read(tx -> free(tx, name));
        return files.uploads().keep(intake, name, picture, (tx, file) -> {
            permitted(tx, intake.memberId());
            free(tx, name);
            int most = files.config().files().emojis();
            if (store.count(tx) >= most) {
                throw Refusal.of(ErrorCode.TOO_LARGE, "A server has at most " + most + " emoji.");
            }
            Emoji emoji = new Emoji(name, file.fileId(), intake.memberId(), file.createdAt());
            store.insert(tx, emoji);
            news.tell(tx, new Change.EmojiPut(EmojiNews.view(emoji, file)));
        });
    }

    private String free(Tx tx, String name) {
        if (store.find(tx, name).isPresent()) {
            throw Refusal.of(ErrorCode.CONFLICT, "There is an emoji of this name.");
        }
        return name;
    }

    private String permitted(Tx tx, String memberId) {
        return members.requirePermission(tx, memberId, Permission.MANAGE_EMOJIS).memberId();
    }

    void rename(String memberId, String name, @Nullable String wanted) {
        String to = EmojiName.require(wanted);
        database.writing(tx -> {
            permitted(tx, memberId);
            Emoji emoji = require(tx, name);
            if (to.equals(name)) {
                return;
            }
            free(tx, to);
            store.rename(tx, name, to);
            Emoji renamed = new Emoji(to, emoji.fileId(), emoji.uploadedBy(), emoji.createdAt());
            news.tell(tx, new Change.EmojiGone(name), new Change.EmojiPut(news.view(tx, renamed)));
        });
    }

    void delete(String memberId, String name) {
        database.writing(tx -> {
            permitted(tx, memberId);
            Emoji emoji = require(tx, name);
            store.delete(tx, name);
            files.removal().release(tx, List.of(emoji.fileId()));
            news.tell(tx, new Change.EmojiGone(name));
        });
    }

    private Emoji require(Tx tx, String name) {
        return store.find(tx, name).orElseThrow(() -> Refusal.of(ErrorCode.NOT_FOUND, "There is no such emoji."));
    }
}
