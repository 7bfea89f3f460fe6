package io.stardust.server.db;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database on a PostgreSQL server, 13 or later. A commit returns after that server's disk has it:
 * {@code synchronous_commit=off} is turned on for our connections, stronger values stay.
 */
final class Postgres implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Postgres.class);
    private static final int OLDEST = 13;
    private static final int CONNECT_SECONDS = 5;

    /** Without a byte for this long a connection counts as broken: longer than any of our statements takes. */
    private static final int SILENCE_SECONDS = 60;

    private static final int ANSWER_SECONDS = 3;

    private final PostgresSettings settings;
    private final PGSimpleDataSource source = new PGSimpleDataSource();

    Postgres(PostgresSettings settings) {
        this.settings = settings;
        source.setUrl(settings.url());
        if (settings.user() != null) source.setUser(settings.user());
        if (settings.password() != null) source.setPassword(settings.password());
        source.setApplicationName("stardust");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(SILENCE_SECONDS);
        source.setTcpKeepAlive(true);
    }

    @Override
    public Handle open() {
        Connection connection = connect();
        try {
            Handle handle = jdbi(connection).open();
            require(handle);
            return handle;
        } catch (RuntimeException e) {
            try {
                connection.close();
            } catch (SQLException late) {
                e.addSuppressed(late);
            }
            throw e;
        }
    }

    @Override
    public Handle openForPieces() {
        return open();
    }

    @Override
    public Handle openMoment() {
        Handle handle = open();
        try {
            handle.execute("begin isolation level repeatable read, read only");
            return handle;
        } catch (RuntimeException e) {
            handle.close();
            throw new DbException("cannot read: " + e.getMessage(), e);
        }
    }

    private Connection connect() {
        try {
            return source.getConnection();
        } catch (SQLException e) {
            throw new DbException(words(e), e);
        }
    }

    private static Jdbi jdbi(Connection connection) {
        return Jdbi.create(() -> connection).installPlugin(new StoreConventions());
    }

    static Jdbi jdbi(DataSource pool) {
        return Jdbi.create(pool).installPlugin(new StoreConventions());
    }

    /** Whether the server is one that we can keep data in. */
    private void require(Handle handle) {
        String look = """
                select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding,
                    current_setting('fsync') as fsync,
                    case when current_setting('synchronous_commit') = 'off'
                        then set_config('synchronous_commit', 'on', false) end as waits
                """;
        handle.createQuery(look)
                .map((row, _) -> {
                    int version = row.getInt("version") / 10_000;
                    if (version < OLDEST) {
                        throw new DbException(
                                "database.url: %s is PostgreSQL %d (expected: %d or later)"
                                        .formatted(settings.url(), version, OLDEST),
                                null);
                    }
                    if (!row.getString("encoding").equals("UTF8")) {
                        throw new DbException(
                                "database.url: %s keeps texts as %s (expected: a database made with ENCODING 'UTF8')"
                                        .formatted(settings.url(), row.getString("encoding")),
                                null);
                    }
                    if (row.getString("fsync").equals("off")) {
                        LOG.warn("PostgreSQL runs with fsync=off: a power failure may cost all data");
                    }
                    return version;
                })
                .one();
    }

    private String words(SQLException e) {
        String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        return switch (state) {
            case "28P01", "28000" ->
                "database.user: PostgreSQL refuses it: %s (expected: a role that may log in, its password in database.password-file)"
                        .formatted(why);
            case "3D000" ->
                "database.url: %s (expected: a database that is there, made with: createdb -O USER NAME)"
                        .formatted(why);
            case "53300" -> "database.url: PostgreSQL has no connection left: %s".formatted(why);
            default -> "database.url: cannot reach %s: %s".formatted(settings.url(), why);
        };
    }

    @Override
    public boolean answers(Handle handle) {
        try {
            return handle.getConnection().isValid(ANSWER_SECONDS);
        } catch (SQLException e) {
            LOG.debug("the connection is broken", e);
            return false;
        }
    }

    @Override
    public Readers readers() {
        return new PostgresReaders(source, settings.connections());
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public String toString() {
        return settings.url();
    }
}
