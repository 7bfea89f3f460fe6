package io.stardust.server.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The databases of tests: SQLite files in the tests' folders, or, in the run with {@code -Dstardust.database=postgres},
 * databases on a real PostgreSQL server that this JVM starts once. A folder names one database, so that a test which
 * opens it again finds what it wrote. Thread-safe.
 */
public final class TestDatabase {
    /** Whether this run is the one on PostgreSQL. */
    public static final boolean POSTGRES = "postgres".equals(System.getProperty("stardust.database"));

    private static final Map<Path, String> NAMES = new ConcurrentHashMap<>();
    private static final AtomicInteger LAST = new AtomicInteger();
    private static final ServerIdentity US = new ServerIdentity(Path.of("target"));

    private TestDatabase() {}

    /** The database that belongs to {@code folder}, not started. */
    public static Database in(Path folder) {
        PostgresSettings settings = settings(folder);
        return settings == null ? Database.in(folder.resolve("stardust.db")) : Database.at(settings);
    }

    /** Where it is, made empty if need be; null when it is a file. */
    public static @Nullable PostgresSettings settings(Path folder) {
        return POSTGRES ? settings(name(folder, "template0")) : null;
    }

    /** A connection beside those of the server. */
    public static Connection connect(Path folder) throws SQLException {
        PostgresSettings settings = settings(folder);
        return settings == null
                ? DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("stardust.db") + "?busy_timeout=10000")
                : DriverManager.getConnection(settings.url(), settings.user(), settings.password());
    }

    /** Of the database called {@code name}. */
    static PostgresSettings settings(String name) {
        String url = Server.ONE.getJdbcUrl("postgres", name).replaceAll("\\?.*", "");
        return new PostgresSettings(url, "postgres", null, 4);
    }

    /** The right to run timers, held for as long as the test runs. */
    public static Lease lease(Database db) {
        LongSupplier elapsed = () -> System.nanoTime() / 1_000_000;
        return new Lease(db, elapsed, US, Lease.Timing.USUAL).start();
    }

    /** Gives {@code to} a database with all that the one of {@code from} holds; of files the caller does that. */
    public static void copy(Path from, Path to) {
        if (!POSTGRES) return;
        if (NAMES.containsKey(to.toAbsolutePath())) throw new IllegalStateException(to + " has a database already");
        name(to, name(from, "template0"));
    }

    /** Ends what belongs to {@code folder}, which takes room on disk. */
    public static void drop(Path folder) {
        String name = NAMES.remove(folder.toAbsolutePath());
        if (name != null) execute("drop database if exists %s with (force)".formatted(name));
    }

    private static String name(Path folder, String template) {
        return NAMES.computeIfAbsent(folder.toAbsolutePath(), _ -> {
            String name = "test" + LAST.incrementAndGet();
            execute("create database %s template %s encoding 'UTF8'".formatted(name, template));
            return name;
        });
    }

    /** Runs {@code sql} as the superuser, in the database that every server has. */
    static void execute(String sql) {
        try (Connection connection = Server.ONE.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Started by its first use; ends with the JVM. */
    private static final class Server {
        /** Nothing that is here outlives the JVM, and most of its time goes into databases that come and go. */
        private static final Map<String, String> SETTINGS = Map.of(
                "fsync", "off",
                "full_page_writes", "off",
                "wal_level", "minimal",
                "max_wal_senders", "0",
                "autovacuum", "off",
                "jit", "off",
                "max_connections", "300");

        private static final Path MEMORY = Path.of("/dev/shm");
        private static final long ROOM = 4L << 30; // bytes

        static final EmbeddedPostgres ONE = start();

        private static EmbeddedPostgres start() {
            var builder = EmbeddedPostgres.builder();
            SETTINGS.forEach(builder::setServerConfig);
            try {
                if (Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ROOM) {
                    builder.setDataDirectory(Files.createTempDirectory(MEMORY, "stardust-postgres"));
                }
                return builder.start();
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL does not start", e);
            }
        }
    }
}
