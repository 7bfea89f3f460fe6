package io.stardust.server.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.stardust.protocol.loop.Loop;
import io.stardust.server.db.Database.Work;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** A pool of connections; each read is one read-only transaction in its caller's thread. */
final class PostgresReaders implements Readers {
    private static final long PATIENCE_MS = 10_000;

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    PostgresReaders(DataSource source, int connections) {
        var config = new HikariConfig();
        config.setPoolName("db-read");
        config.setDataSource(source);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(PATIENCE_MS);
        config.setInitializationFailTimeout(-1); // the writer has come in: what fails now is told by the reads
        config.setAutoCommit(false);
        config.setReadOnly(true);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        this.pool = new HikariDataSource(config);
        this.jdbi = Postgres.jdbi(pool);
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        if (pool.isClosed()) throw new DbException("the database is closed", null);
        try (Handle handle = jdbi.open()) {
            T result = work.run(handle);
            handle.getConnection().rollback(); // nothing was written; it ends the moment that was read
            return result;
        } catch (ConnectionException e) {
            throw new DbException("no connection within %d s: %s".formatted(PATIENCE_MS / 1_000, e.getMessage()), e);
        } catch (SQLException e) {
            throw new DbException("a read could not be ended: " + e.getMessage(), e);
        }
    }

    @Override
    public List<Loop> loops() {
        return List.of();
    }

    @Override
    public void close() {
        pool.close();
    }
}
