package chat.tertulia.sweep;

import chat.tertulia.platform.Json;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table sweeps; ids ascend with time. */
@Service
public class SweepStore {
    void insert(Tx tx, String sweepId, boolean dryRun, long createdAt) {
        tx.handle()
                .createUpdate("""
                        insert into sweeps (sweep_id, state, dry_run, created_at)
                        values (:sweepId, 'writing', :dryRun, :createdAt)""")
                .bind("sweepId", sweepId)
                .bind("dryRun", dryRun)
                .bind("createdAt", createdAt)
                .execute();
    }

    void written(Tx tx, String sweepId, long entries) {
        tx.handle()
                .createUpdate("update sweeps set state = 'waiting', entries = :entries where sweep_id = :sweepId")
                .bind("sweepId", sweepId)
                .bind("entries", entries)
                .execute();
    }

    void end(Tx tx, String sweepId, SweepState state, @Nullable SweepReport report) {
        tx.handle()
                .createUpdate("update sweeps set state = :state, report = :report where sweep_id = :sweepId")
                .bind("sweepId", sweepId)
                .bind("state", state.wire())
                .bind("report", report == null ? null : Json.write(report))
                .execute();
    }

    void delete(Tx tx, String sweepId) {
        tx.handle()
                .createUpdate("delete from sweeps where sweep_id = :sweepId")
                .bind("sweepId", sweepId)
                .execute();
    }

    /** Youngest first. */
    List<SweepRecord> latest(Tx tx, int limit, int offset) {
        return tx.handle()
                .createQuery("select * from sweeps order by sweep_id desc limit :limit offset :offset")
                .bind("limit", limit)
                .bind("offset", offset)
                .map(SweepStore::sweep)
                .list();
    }

    /** Oldest first. */
    List<SweepRecord> in(Tx tx, SweepState state, int limit) {
        return tx.handle()
                .createQuery("select * from sweeps where state = :state order by sweep_id limit :limit")
                .bind("state", state.wire())
                .bind("limit", limit)
                .map(SweepStore::sweep)
                .list();
    }

    /** When the schedule's last sweep was: of the youngest one that deletes, else of the oldest one that does not. */
    Optional<Long> anchor(Tx tx) {
        return tx.handle().createQuery("""
                        select coalesce(max(case when dry_run then null else created_at end), min(created_at)) as at
                        from sweeps""").mapTo(Long.class).findOne();
    }

    private static SweepRecord sweep(ResultSet row, StatementContext context) throws SQLException {
        long entries = row.getLong("entries");
        Long known = row.wasNull() ? null : (Long) entries;
        String sweepId = row.getString("sweep_id");
        String report = row.getString("report");
        return new SweepRecord(
                sweepId,
                SweepState.of(row.getString("state")),
                row.getBoolean("dry_run"),
                row.getLong("created_at"),
                known,
                report == null
                        ? null
                        : SweepReport.parse(sweepId, report.getBytes(StandardCharsets.UTF_8))
                                .orElse(null));
    }
}
