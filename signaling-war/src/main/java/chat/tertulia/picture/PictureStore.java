package chat.tertulia.picture;

import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.upload.Purpose;
import java.util.Locale;
import java.util.Optional;

/** The table {@code pending_pictures}. */
@Service
public class PictureStore {
    /** A picture that waits to be shown. */
    record Pending(String ownerId, Purpose purpose, String fileId) {}

    void put(Tx tx, Pending pending) {
        tx.handle()
                .createUpdate("""
                        insert into pending_pictures (owner_id, purpose, file_id) values (:owner, :purpose, :fileId)
                        on conflict (owner_id, purpose) do update set file_id = excluded.file_id""")
                .bind("owner", pending.ownerId())
                .bind("purpose", pending.purpose().wire())
                .bind("fileId", pending.fileId())
                .execute();
    }

    /** The file that waits there. */
    Optional<String> find(Tx tx, String ownerId, Purpose purpose) {
        return tx.handle()
                .createQuery("select file_id from pending_pictures where owner_id = :owner and purpose = :purpose")
                .bind("owner", ownerId)
                .bind("purpose", purpose.wire())
                .mapTo(String.class)
                .findOne();
    }

    Optional<Pending> find(Tx tx, String fileId) {
        return tx.handle()
                .createQuery("select * from pending_pictures where file_id = :fileId")
                .bind("fileId", fileId)
                .map((row, _) -> new Pending(
                        row.getString("owner_id"),
                        Purpose.valueOf(row.getString("purpose").toUpperCase(Locale.ROOT)),
                        row.getString("file_id")))
                .findOne();
    }

    void delete(Tx tx, String fileId) {
        tx.handle()
                .createUpdate("delete from pending_pictures where file_id = :fileId")
                .bind("fileId", fileId)
                .execute();
    }
}
