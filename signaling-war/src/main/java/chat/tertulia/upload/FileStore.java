package chat.tertulia.upload;

import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.upload.StoredFile.Derived;
import chat.tertulia.upload.StoredFile.Look;
import chat.tertulia.upload.StoredFile.Rendition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The files table. */
@Service
public class FileStore {
    void insert(Tx tx, StoredFile file) {
        tx.handle()
                .createUpdate("""
                        insert into files (file_id, uploader_member_id, purpose, name, mime, size, etag, state,
                            correlation_id, created_at, queued_at)
                        values (:fileId, :uploader, :purpose, :name, :mime, :size, :etag, :state,
                            :correlationId, :createdAt, :queuedAt)""")
                .bind("fileId", file.fileId())
                .bind("uploader", file.uploaderMemberId())
                .bind("purpose", file.purpose().wire())
                .bind("name", file.name())
                .bind("mime", file.mime())
                .bind("size", file.size())
                .bind("etag", file.etag())
                .bind("state", file.state().wire())
                .bind("correlationId", file.correlationId())
                .bind("createdAt", file.createdAt())
                .bind("queuedAt", file.queuedAt())
                .execute();
    }

    public Optional<StoredFile> find(Tx tx, String fileId) {
        return tx.handle()
                .createQuery("select * from files where file_id = :fileId")
                .bind("fileId", fileId)
                .map(FileStore::file)
                .findOne();
    }

    /** The known ones of these, by id. */
    public Map<String, StoredFile> find(Tx tx, Collection<String> fileIds) {
        Map<String, StoredFile> found = new LinkedHashMap<>();
        if (!fileIds.isEmpty()) {
            tx.handle()
                    .createQuery("select * from files where file_id in (<fileIds>)")
                    .bindList("fileIds", List.copyOf(fileIds))
                    .map(FileStore::file)
                    .forEach(file -> found.put(file.fileId(), file));
        }
        return found;
    }

    /** Files of which the image function has not spoken yet, oldest first. */
    List<StoredFile> pending(Tx tx, int limit) {
        return tx.handle()
                .createQuery("""
                        select * from files where state in ('queued', 'processing')
                        order by file_id limit :limit""")
                .bind("limit", limit)
                .map(FileStore::file)
                .list();
    }

    /** Whether the file was still pending, and so is done now. */
    boolean done(Tx tx, String fileId, Derived derived) {
        Rendition full = derived.full();
        Rendition thumb = derived.thumb();
        return tx.handle()
                        .createUpdate("""
                        update files set state = 'done', width = :width, height = :height,
                            full_key = :fullKey, full_mime = :fullMime, full_size = :fullSize,
                            thumb_key = :thumbKey, thumb_mime = :thumbMime, thumb_size = :thumbSize,
                            thumb_width = :thumbWidth, thumb_height = :thumbHeight, dominant_color = :color,
                            blur_hash = :blurHash, animated = :animated, frames = :frames
                        where file_id = :fileId and state in ('queued', 'processing')""")
                        .bind("fileId", fileId)
                        .bind("width", full.width())
                        .bind("height", full.height())
                        .bind("fullKey", full.key())
                        .bind("fullMime", full.mime())
                        .bind("fullSize", full.size())
                        .bind("thumbKey", thumb == null ? null : thumb.key())
                        .bind("thumbMime", thumb == null ? null : thumb.mime())
                        .bind("thumbSize", thumb == null ? null : (Long) thumb.size())
                        .bind("thumbWidth", thumb == null ? null : (Integer) thumb.width())
                        .bind("thumbHeight", thumb == null ? null : (Integer) thumb.height())
                        .bind("color", derived.look().dominantColor())
                        .bind("blurHash", derived.look().blurHash())
                        .bind("animated", derived.look().animated() ? 1 : 0)
                        .bind("frames", derived.look().frames())
                        .execute()
                == 1;
    }

    /** Whether the function has begun with it just now. */
    boolean processing(Tx tx, String fileId) {
        return tx.handle()
                        .createUpdate(
                                "update files set state = 'processing' where file_id = :fileId and state = 'queued'")
                        .bind("fileId", fileId)
                        .execute()
                == 1;
    }

    /** Whether the file had failed, and waits anew. */
    boolean again(Tx tx, String fileId, long now) {
        return tx.handle()
                        .createUpdate("""
                        update files set state = 'queued', code = null, queued_at = :now
                        where file_id = :fileId and state = 'failed'""")
                        .bind("fileId", fileId)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /** Whether there was such a row. What carries the file must be gone before. */
    boolean delete(Tx tx, String fileId) {
        return tx.handle()
                        .createUpdate("delete from files where file_id = :fileId")
                        .bind("fileId", fileId)
                        .execute()
                == 1;
    }

    /** Ends a pending file without a picture; false when it was not pending any more. */
    boolean end(Tx tx, String fileId, FileState state, @Nullable String code) {
        return tx.handle()
                        .createUpdate("""
                        update files set state = :state, code = :code
                        where file_id = :fileId and state in ('queued', 'processing')""")
                        .bind("fileId", fileId)
                        .bind("state", state.wire())
                        .bind("code", code)
                        .execute()
                == 1;
    }

    private static StoredFile file(ResultSet row, StatementContext context) throws SQLException {
        return new StoredFile(
                row.getString("file_id"),
                row.getString("uploader_member_id"),
                Purpose.of(row.getString("purpose")),
                row.getString("name"),
                row.getString("mime"),
                row.getLong("size"),
                row.getString("etag"),
                FileState.of(row.getString("state")),
                derived(row),
                row.getString("code"),
                row.getString("correlation_id"),
                row.getLong("created_at"),
                row.getLong("queued_at"));
    }

    private static @Nullable Derived derived(ResultSet row) throws SQLException {
        String fullKey = row.getString("full_key");
        if (fullKey == null) {
            return null;
        }
        Rendition full = new Rendition(
                fullKey,
                row.getString("full_mime"),
                row.getInt("width"),
                row.getInt("height"),
                row.getLong("full_size"));
        String thumbKey = row.getString("thumb_key");
        Rendition thumb = thumbKey == null
                ? null
                : new Rendition(
                        thumbKey,
                        row.getString("thumb_mime"),
                        row.getInt("thumb_width"),
                        row.getInt("thumb_height"),
                        row.getLong("thumb_size"));
        return new Derived(
                full,
                thumb,
                new Look(
                        row.getString("dominant_color"),
                        row.getString("blur_hash"),
                        row.getInt("animated") == 1,
                        row.getInt("frames")));
    }
}
