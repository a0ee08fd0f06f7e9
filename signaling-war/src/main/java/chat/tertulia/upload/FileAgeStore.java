package chat.tertulia.upload;

import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import java.util.List;

/** The files table as the sweep walks through it: page by page, by an index. */
@Service
public class FileAgeStore {
    /** @param derived whether the image function's pictures are in the bucket */
    public record Known(String fileId, boolean derived) {}

    /** @param createdAt epoch milliseconds */
    public record Aged(long createdAt, String fileId) {
        public static final Aged FIRST = new Aged(Long.MIN_VALUE, "");
    }

    /** What all files together take up, as they were uploaded. */
    public record Usage(long files, long bytes) {}

    /** In ascending order, after this one. */
    public List<Known> knownAfter(Tx tx, String fileId, int limit) {
        return tx.handle()
                .createQuery("""
                        select file_id, full_key is not null as derived from files
                        where file_id > :fileId order by file_id limit :limit""")
                .bind("fileId", fileId)
                .bind("limit", limit)
                .map((row, _) -> new Known(row.getString("file_id"), row.getBoolean("derived")))
                .list();
    }

    /** The oldest after this one that were made before the cut. */
    public List<Aged> agedAfter(Tx tx, Aged after, long cut, int limit) {
        return tx.handle()
                .createQuery("""
                        select created_at, file_id from files
                        where (created_at, file_id) > (:createdAt, :fileId) and created_at < :cut
                        order by created_at, file_id limit :limit""")
                .bind("createdAt", after.createdAt())
                .bind("fileId", after.fileId())
                .bind("cut", cut)
                .bind("limit", limit)
                .map((row, _) -> new Aged(row.getLong("created_at"), row.getString("file_id")))
                .list();
    }

    public Usage usage(Tx tx) {
        return tx.handle()
                .createQuery("select count(*) as files, coalesce(sum(size), 0) as bytes from files")
                .map((row, _) -> new Usage(row.getLong("files"), row.getLong("bytes")))
                .one();
    }
}
