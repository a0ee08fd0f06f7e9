package chat.tertulia.platform;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/**
 * The database. SQLite in WAL mode has one writer: {@link #write} takes the write lock here, in order, instead of letting
 * connections fight for it in the file; readers never wait. Migrations run in the constructor.
 */
public final class Database implements AutoCloseable {
    private final HikariDataSource writerPool;
    private final HikariDataSource readerPool;
    private final Jdbi writer;
    private final Jdbi reader;
    private final ReentrantLock writing = new ReentrantLock(true);

    public Database(String jdbcUrl) {
        writerPool = pool(jdbcUrl, "writer", 1, false);
        readerPool = pool(jdbcUrl, "reader", 4, true);
        migrate();
        writer = Jdbi.create(writerPool);
        reader = Jdbi.create(readerPool);
    }

    /** The SQLite file in this folder; the folder is made when missing. */
    public static Database inFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (java.io.IOException cause) {
            throw new java.io.UncheckedIOException("The data folder cannot be made: " + folder, cause);
        }
        return new Database("jdbc:sqlite:" + folder.resolve("tertulia.db"));
    }

    private static HikariDataSource pool(String jdbcUrl, String name, int size, boolean readOnly) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("tertulia-" + name);
        config.setJdbcUrl(jdbcUrl);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setAutoCommit(true);
        config.addDataSourceProperty("journal_mode", "WAL");
        config.addDataSourceProperty("synchronous", "FULL");
        config.addDataSourceProperty("busy_timeout", "5000");
        config.addDataSourceProperty("foreign_keys", "true");
        if (readOnly) {
            config.setConnectionInitSql("PRAGMA query_only = 1");
        }
        return new HikariDataSource(config);
    }

    private void migrate() {
        var result = Flyway.configure(Database.class.getClassLoader())
                .dataSource(writerPool)
                .locations("classpath:db/migration")
                .load();
        // Without its marker file Flyway finds nothing on Liberty and says so only in the log.
        if (result.info().all().length == 0) {
            throw new IllegalStateException("No database migrations were found in the application.");
        }
        result.migrate();
    }

    /** Runs outside any lock, on a snapshot. */
    public <T> T read(Function<Tx, T> work) {
        return reader.inTransaction(handle -> work.apply(new Tx(handle)));
    }

    /** Runs in one transaction; what was registered with {@link Tx#afterCommit} follows once it has committed. */
    public <T> T write(Function<Tx, T> work) {
        writing.lock();
        try {
            return inTransaction(work);
        } finally {
            writing.unlock();
        }
    }

    public void writing(Consumer<Tx> work) {
        write(tx -> {
            work.accept(tx);
            return Boolean.TRUE;
        });
    }

    private <T> T inTransaction(Function<Tx, T> work) {
        try (var handle = writer.open()) {
            Tx tx = new Tx(handle);
            T result = handle.inTransaction(_ -> work.apply(tx));
            // Still under the lock, so that events leave in the order of the commits.
            tx.committed().forEach(Runnable::run);
            return result;
        }
    }

    @Override
    public void close() {
        writerPool.close();
        readerPool.close();
    }
}
