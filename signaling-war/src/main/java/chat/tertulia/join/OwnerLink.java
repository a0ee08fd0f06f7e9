package chat.tertulia.join;

import chat.tertulia.member.Members;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.ServerConfig;
import chat.tertulia.platform.Service;
import chat.tertulia.platform.Tx;
import chat.tertulia.token.Secret;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * How the first owner gets in: a link that only somebody who can read this machine's log or files has seen. Made anew at
 * each start while nobody owns the server, good once and for 15 minutes. The token is after the {@code #}, so that it is
 * in no access log and no Referer.
 */
@Service
public class OwnerLink {
    private static final Logger LOG = Logger.getLogger(OwnerLink.class.getName());
    private static final Duration LIFETIME = Duration.ofMinutes(15);

    private final Database database;
    private final Members members;
    private final ServerConfig config;
    private final Clock clock;
    private volatile @Nullable Open open;

    private record Open(String hash, Instant expiresAt) {}

    @Inject
    public OwnerLink(Database database, Members members, ServerConfig config, Clock clock) {
        this.database = database;
        this.members = members;
        this.config = config;
        this.clock = clock;
    }

    void atStart(@Observes @Initialized(ApplicationScoped.class) Object started) {
        renew();
    }

    void renew() {
        burn();
        if (database.read(members::ownerExists)) {
            return;
        }
        String token = Secret.random();
        open = new Open(Secret.hash(token), clock.instant().plus(LIFETIME));
        String link = config.publicUrl().toString().replaceAll("/+$", "") + "/setup#" + token;
        LOG.log(Level.INFO, "Nobody owns this server yet. Within 15 minutes, become its owner at {0}", link);
        try {
            Files.createDirectories(file().getParent());
            Files.createFile(
                    file(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file(), link + "\n");
        } catch (IOException cause) {
            throw new UncheckedIOException("The owner link cannot be written: " + file(), cause);
        }
    }

    /** Accepts the token in the transaction that makes its bearer the owner, and burns it when that commits. */
    void redeem(Tx tx, String token) {
        Open link = open;
        boolean valid = link != null
                && clock.instant().isBefore(link.expiresAt())
                && Secret.same(link.hash(), Secret.hash(token))
                && !members.ownerExists(tx);
        if (!valid) {
            throw Refusal.of(ErrorCode.INVALID_OWNER_LINK, "This link is not valid, or no longer; restart the server.");
        }
        tx.afterCommit(this::burn);
    }

    private void burn() {
        open = null;
        try {
            Files.deleteIfExists(file());
        } catch (IOException cause) {
            LOG.log(Level.WARNING, "The used owner link cannot be deleted; it is worthless now", cause);
        }
    }

    private Path file() {
        return config.dataDir().resolve("run").resolve("owner-link");
    }
}
