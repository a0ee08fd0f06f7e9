package chat.tertulia.upload;

import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code file_removals}: objects that are to go. */
@Service
public class FileRemovalStore {
    /** @param multipartId of the unfinished upload in the store, or null when there is a whole object */
    record Due(String fileId, @Nullable String multipartId) {}

    void add(Tx tx, Due due) {
        tx.handle()
                .createUpdate("""
                        insert into file_removals (file_id, multipart_id) values (:fileId, :multipartId)
                        on conflict (file_id) do nothing""")
                .bind("fileId", due.fileId())
                .bind("multipartId", due.multipartId())
                .execute();
    }

    List<Due> first(Tx tx, int limit) {
        return tx.handle()
                .createQuery("select file_id, multipart_id from file_removals order by file_id limit :limit")
                .bind("limit", limit)
                .map((row, _) -> new Due(row.getString("file_id"), row.getString("multipart_id")))
                .list();
    }

    void done(Tx tx, Due due) {
        tx.handle()
                .createUpdate("delete from file_removals where file_id = :fileId")
                .bind("fileId", due.fileId())
                .execute();
    }
}
