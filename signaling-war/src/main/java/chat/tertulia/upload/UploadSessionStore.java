package chat.tertulia.upload;

import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** The table {@code upload_sessions}. */
@Service
public class UploadSessionStore implements FileReferences {
    @Override
    public List<String> fileIdsAfter(Tx tx, String fileId, int limit) {
        return tx.handle()
                .createQuery("""
                        select file_id from upload_sessions where file_id > :fileId
                        order by file_id limit :limit""")
                .bind("fileId", fileId)
                .bind("limit", limit)
                .mapTo(String.class)
                .list();
    }

    void insert(Tx tx, UploadSession session) {
        tx.handle()
                .createUpdate("""
                        insert into upload_sessions (upload_id, file_id, member_id, name, size, part_size,
                            multipart_id, correlation_id, touched_at)
                        values (:uploadId, :fileId, :memberId, :name, :size, :partSize,
                            :multipartId, :correlationId, :touchedAt)""")
                .bind("uploadId", session.uploadId())
                .bind("fileId", session.fileId())
                .bind("memberId", session.memberId())
                .bind("name", session.name())
                .bind("size", session.size())
                .bind("partSize", session.partSize())
                .bind("multipartId", session.multipartId())
                .bind("correlationId", session.correlationId())
                .bind("touchedAt", session.touchedAt())
                .execute();
    }

    Optional<UploadSession> find(Tx tx, String uploadId) {
        return tx.handle()
                .createQuery("select * from upload_sessions where upload_id = :uploadId")
                .bind("uploadId", uploadId)
                .map(UploadSessionStore::session)
                .findOne();
    }

    int countOf(Tx tx, String memberId) {
        return tx.handle()
                .createQuery("select count(*) from upload_sessions where member_id = :memberId")
                .bind("memberId", memberId)
                .mapTo(Integer.class)
                .one();
    }

    void touch(Tx tx, String uploadId, long now) {
        tx.handle()
                .createUpdate("update upload_sessions set touched_at = :now where upload_id = :uploadId")
                .bind("uploadId", uploadId)
                .bind("now", now)
                .execute();
    }

    /** Whether it was there. */
    boolean delete(Tx tx, String uploadId) {
        return tx.handle()
                        .createUpdate("delete from upload_sessions where upload_id = :uploadId")
                        .bind("uploadId", uploadId)
                        .execute()
                == 1;
    }

    List<UploadSession> untouchedSince(Tx tx, long before, int limit) {
        return tx.handle()
                .createQuery("""
                        select * from upload_sessions where touched_at < :before
                        order by touched_at limit :limit""")
                .bind("before", before)
                .bind("limit", limit)
                .map(UploadSessionStore::session)
                .list();
    }

    private static UploadSession session(ResultSet row, StatementContext context) throws SQLException {
        return new UploadSession(
                row.getString("upload_id"),
                row.getString("file_id"),
                row.getString("member_id"),
                row.getString("name"),
                row.getLong("size"),
                row.getLong("part_size"),
                row.getString("multipart_id"),
                row.getString("correlation_id"),
                row.getLong("touched_at"));
    }
}
