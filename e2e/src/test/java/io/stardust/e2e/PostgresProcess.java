package io.stardust.e2e;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A PostgreSQL server of Debian's packages that asks for passwords and can be killed and started again. It runs as
 * {@code nobody} when the tests run as root, which it refuses.
 */
final class PostgresProcess implements BeforeAllCallback, AfterAllCallback {
    static final String PASSWORD = "pg-password-e2e";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port = freePort();
    private final Path folder;
    private @Nullable Process process;

    PostgresProcess() {
        try {
            folder = Files.createTempDirectory("stardust-postgres-");
            Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where the programs are; empty when there are none. */
    private static Path programs() {
        return Path.of(System.getProperty("stardust.postgres", "/usr/lib/postgresql/15/bin"));
    }

    /** For a server that uses {@code database}. */
    Map<String, String> settings(String database) {
        return Map.of(
                "STARDUST_DATABASE_URL", url(database),
                "STARDUST_DATABASE_USER", "postgres",
                "STARDUST_DATABASE_PASSWORD_FILE", folder.resolve("password").toString());
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        if (isRoot()) {
            run(List.of("chown", "-R", "nobody", folder.toString()));
            run(List.of("chmod", "0755", folder.toString()));
        }
        Path password = folder.resolve("password");
        run(asOther(
                programs().resolve("initdb").toString(),
                "-D",
                data.toString(),
                "-U",
                "postgres",
                "-A",
                "scram-sha-256",
                "-E",
                "UTF8",
                "--pwfile",
                password.toString()));
        start();
        sql("create database stardust");
    }

    /** Starts it and waits until it takes connections. */
    void start() throws IOException {
        List<String> command = asOther(
                programs().resolve("postgres").toString(),
                "-D",
                folder.resolve("data").toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=" + folder);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("postgres.log").toFile()))
                .start();
        Awaits.until("PostgreSQL takes connections", PATIENCE, () -> psql("postgres", "select 1") == 0);
    }

    /** SIGKILL to all of it, as when the machine loses power. */
    void kill() {
        Process running = Objects.requireNonNull(process);
        running.descendants().forEach(ProcessHandle::destroyForcibly);
        running.destroyForcibly();
        running.onExit().join();
        Procs.around(folder).forEach(Procs::kill);
    }

    /** Runs {@code sql} in the database that every server has. */
    void sql(String sql) throws IOException {
        if (psql("postgres", sql) != 0) throw new AssertionError("failed: " + sql);
    }

    private int psql(String database, String sql) throws IOException {
        var builder = new ProcessBuilder(
                        programs().resolve("psql").toString(),
                        "-h",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-U",
                        "postgres",
                        "-X",
                        "-q",
                        "-c",
                        sql,
                        database)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("psql.log").toFile()));
        builder.environment().put("PGPASSWORD", PASSWORD);
        return exit(builder.start());
    }

    /** Lets it own {@code path}. */
    void give(Path path) throws IOException {
        if (isRoot()) run(List.of("chown", "nobody", path.toString()));
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> asOther(String... command) {
        List<String> all = new ArrayList<>();
        if (isRoot()) all.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        all.addAll(List.of(command));
        return all;
    }

    private void run(List<String> command) throws IOException {
        Path log = folder.resolveSibling(folder.getFileName() + ".log");
        int exit = exit(new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
        if (exit != 0)
            throw new AssertionError("%s ended with %d:%n%s".formatted(command, exit, Files.readString(log)));
        Files.deleteIfExists(log);
    }

    private static int exit(Process process) {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) throw new AssertionError("does not end: " + process.info());
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (process != null) kill();
        Files.walkFileTree(folder, new Deleting());
    }
}
