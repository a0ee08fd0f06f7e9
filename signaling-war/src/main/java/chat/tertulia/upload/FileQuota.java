package chat.tertulia.upload;

import chat.tertulia.member.Members;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.ServerConfig;
import chat.tertulia.platform.ServerConfig.FileConfig;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.role.Permission;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes a member, and all together, may keep. Counted are files as uploaded, and what began uploads have announced;
 * the count is asked in the transaction that adds to it, under the write lock, so two at once cannot pass it together.
 */
@Service
public class FileQuota {
    private final Database database;
    private final FileUsageStore usage;
    private final Members members;
    private final FileConfig limits;

    @Inject
    public FileQuota(Database database, FileUsageStore usage, Members members, ServerConfig config) {
        this(database, usage, members, config.files());
    }

    public FileQuota(Database database, FileUsageStore usage, Members members, FileConfig limits) {
        this.database = database;
        this.usage = usage;
        this.members = members;
        this.limits = limits;
    }

    /**
     * What a member is told of it; the server's part is for who manages the server.
     *
     * @param limit null without one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            long used,
            @Nullable Long limit,
            @Nullable Long serverUsed,
            @Nullable Long serverLimit) {}

    /** Refuses with {@code quota_exceeded} what would not fit, before anything is added. */
    void requireRoom(Tx tx, String memberId, long more) {
        require(usage.of(tx, memberId), limits.memberBytes(), more, "You keep as much as one member may.");
        require(usage.ofAll(tx), limits.serverBytes(), more, "This server keeps as many files as it may.");
    }

    /** The same once it has been added in this transaction, which the refusal undoes. */
    void requireHeld(Tx tx, String memberId, long added) {
        require(usage.of(tx, memberId) - added, limits.memberBytes(), added, "You keep as much as one member may.");
        require(usage.ofAll(tx) - added, limits.serverBytes(), added, "This server keeps as many files as it may.");
    }

    /** Before any byte is read: where nothing fits, no byte is worth its way. */
    public void requireRoom(String memberId) {
        database.read(tx -> {
            requireRoom(tx, memberId, 1);
            return memberId;
        });
    }

    private static void require(long used, long limit, long more, String message) {
        if (limit > 0 && more > limit - used) {
            throw Refusal.quota(new Refusal.Usage(used, limit), message);
        }
    }

    View view(String memberId) {
        return database.read(tx -> {
            boolean manages = members.known(tx, memberId)
                    .filter(member -> member.role().may(Permission.MANAGE_SERVER))
                    .isPresent();
            return new View(
                    usage.of(tx, memberId),
                    orNone(limits.memberBytes()),
                    manages ? (Long) usage.ofAll(tx) : null,
                    manages ? orNone(limits.serverBytes()) : null);
        });
    }

    private static @Nullable Long orNone(long limit) {
        return limit == 0 ? null : (Long) limit;
    }
}
