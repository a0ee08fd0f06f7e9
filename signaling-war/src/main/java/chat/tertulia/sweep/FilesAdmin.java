package chat.tertulia.sweep;

import chat.tertulia.member.Members;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.IsoTime;
import chat.tertulia.platform.Service;
import chat.tertulia.role.Permission;
import chat.tertulia.upload.FileAgeStore;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What somebody who may manage the server sees of its files and may do. Blocks; safe from any thread. */
@Service
public class FilesAdmin {
    private final Database database;
    private final Members members;
    private final Sweeps sweeps;
    private final DeadLetters letters;
    private final FileCollector collector;

    @Inject
    public FilesAdmin(Database database, Members members, Sweeps sweeps, DeadLetters letters, FileCollector collector) {
        this.database = database;
        this.members = members;
        this.sweeps = sweeps;
        this.letters = letters;
        this.collector = collector;
    }

    record Overview(List<DeadLetter> deadLetters, List<SweepView> sweeps, FileAgeStore.Usage usage) {}

    /** A sweep as clients see it. */
    record SweepView(
            String sweepId,
            SweepState state,
            boolean dryRun,
            String createdAt,
            @Nullable Long references,
            @Nullable SweepReport report) {
        static SweepView of(SweepRecord sweep) {
            return new SweepView(
                    sweep.sweepId(),
                    sweep.state(),
                    sweep.dryRun(),
                    IsoTime.of(sweep.createdAt()),
                    sweep.entries(),
                    sweep.report());
        }
    }

    Overview overview(String actorId) {
        permit(actorId);
        List<SweepView> latest = sweeps.latest().stream().map(SweepView::of).toList();
        return new Overview(letters.latest(), latest, collector.usage());
    }

    /** @return the new sweep's id */
    String sweep(String actorId, boolean dryRun) {
        permit(actorId);
        return sweeps.ask(dryRun);
    }

    DeadLetter retry(String actorId, String function, String id) {
        permit(actorId);
        return letters.retry(function, id);
    }

    private void permit(String actorId) {
        database.read(tx -> members.requirePermission(tx, actorId, Permission.MANAGE_SERVER));
    }
}
