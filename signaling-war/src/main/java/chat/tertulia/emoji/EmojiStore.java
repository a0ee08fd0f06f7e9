package chat.tertulia.emoji;

import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** The table {@code emojis}. */
@Service
public class EmojiStore {
    /** A row. */
    record Emoji(String name, String fileId, String uploadedBy, long createdAt) {}

    List<Emoji> all(Tx tx) {
        return tx.handle()
                .createQuery("select * from emojis order by name")
                .map(EmojiStore::emoji)
                .list();
    }

    int count(Tx tx) {
        return tx.handle()
                .createQuery("select count(*) from emojis")
                .mapTo(Integer.class)
                .one();
    }

    Optional<Emoji> find(Tx tx, String name) {
        return tx.handle()
                .createQuery("select * from emojis where name = :name")
                .bind("name", name)
                .map(EmojiStore::emoji)
                .findOne();
    }

    Optional<Emoji> ofFile(Tx tx, String fileId) {
        return tx.handle()
                .createQuery("select * from emojis where file_id = :fileId")
                .bind("fileId", fileId)
                .map(EmojiStore::emoji)
                .findOne();
    }

    void insert(Tx tx, Emoji emoji) {
        tx.handle()
                .createUpdate("""
                        insert into emojis (name, file_id, uploaded_by, created_at)
                        values (:name, :fileId, :uploadedBy, :createdAt)""")
                .bind("name", emoji.name())
                .bind("fileId", emoji.fileId())
                .bind("uploadedBy", emoji.uploadedBy())
                .bind("createdAt", emoji.createdAt())
                .execute();
    }

    void rename(Tx tx, String name, String to) {
        tx.handle()
                .createUpdate("update emojis set name = :to where name = :name")
                .bind("name", name)
                .bind("to", to)
                .execute();
    }

    void delete(Tx tx, String name) {
        tx.handle()
                .createUpdate("delete from emojis where name = :name")
                .bind("name", name)
                .execute();
    }

    private static Emoji emoji(ResultSet row, StatementContext context) throws SQLException {
        return new Emoji(
                row.getString("name"),
                row.getString("file_id"),
                row.getString("uploaded_by"),
                row.getLong("created_at"));
    }
}
