package io.stardust.e2e;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server that can be killed and started again, always on the same data and port. */
final class ServerProcess {
    static final String PASSWORD = "correct-horse-battery-e2e";

    private static final List<String> FLAGS = List.of("-Xms48m", "-Xmx512m", "-XX:+ExitOnOutOfMemoryError");

    /** Lives for seconds: without the second compiler, which takes a third of a start. */
    private static final Jvm.Program BRIEF = program("-XX:TieredStopAtLevel=1").archived();

    private static Jvm.Program program(String... more) {
        return new Jvm.Program(
                "server", Stream.concat(FLAGS.stream(), Stream.of(more)).toList());
    }

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofMillis(500)).build();
    private final Path directory;
    private final Map<String, String> settings = new HashMap<>();
    private final int port;
    private Jvm.Program program = BRIEF;
    private @Nullable Jvm jvm;
    private @Nullable Api api;

    ServerProcess(Path directory, Map<String, String> settings) {
        this.directory = directory;
        this.settings.putAll(settings);
        port = freePort();
    }

    /**
     * From its next start on it is what the launcher starts: with classes that were loaded and linked ahead, in a run
     * that is made here. It must not run.
     */
    void lasts() throws IOException {
        Path cache = directory.resolve("server.aot").toAbsolutePath();
        program = program("-XX:AOTCacheOutput=" + cache);
        start();
        jvm().stop(Duration.ofSeconds(60));
        program = program("-XX:AOTCache=" + cache, "-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTReplayTraining");
    }

    /** Another on the same data, which nobody knows; only while this one is down. */
    ServerProcess twin() {
        return new ServerProcess(directory, settings);
    }

    /** Below the range the kernel picks from, so that nobody else takes the port while the server is down. */
    private static int freePort() {
        for (int attempt = 0; attempt < 200; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(12_000, 30_000);
            try (var _ = new ServerSocket(port)) {
                return port;
            } catch (IOException taken) {
                // another one
            }
        }
        throw new IllegalStateException("no free port");
    }

    /** From its next start on it is that of the release before. */
    void isOld() {
        Path jars = directory.resolve("jars");
        program = program("-XX:TieredStopAtLevel=1").before(Files.exists(jars) ? jars : OldRelease.jars(jars));
    }

    /** From its next start on it is the build's, again. */
    void isNew() {
        program = BRIEF;
    }

    /** Starts and waits until it serves; returns how long that took. */
    Duration start() throws IOException {
        Path password = directory.resolve("admin-password");
        if (!Files.exists(password)) {
            Files.createDirectories(directory);
            Files.writeString(password, PASSWORD + "\n");
        }
        long began = System.nanoTime();
        jvm = Jvm.start(
                program,
                List.of(
                        "--data",
                        data().toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--admin-password-file",
                        password.toString()),
                environment(),
                log());
        Awaits.until("the server is healthy", Duration.ofSeconds(20), this::healthy);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private Map<String, String> environment() {
        var environment = new HashMap<String, String>();
        environment.put("STARDUST_NODES_PING_PERIOD", "2");
        environment.putAll(settings);
        return environment;
    }

    /** Forgets the settings whose variables begin so; holds from the next start. */
    void without(String variables) {
        settings.keySet().removeIf(variable -> variable.startsWith(variables));
    }

    /** Runs the program on the same data to its end, which is to be {@code exit}; returns what it printed. */
    String run(int exit, String... words) throws IOException {
        Files.createDirectories(directory);
        Path out = Files.createTempFile(directory, "run", ".log");
        List<String> arguments = new ArrayList<>(List.of(words));
        if (!arguments.contains("copy")) arguments.addAll(List.of("--data", data().toString()));
        int code = Jvm.start(program, arguments, environment(), out).await(Duration.ofSeconds(60));
        String told = Files.readString(out);
        if (code != exit) throw new AssertionError("%s ended with %d:%n%s".formatted(arguments, code, told));
        return told;
    }

    /** Whether it says that it is well. */
    boolean isUp() throws IOException {
        return healthy(Duration.ofSeconds(10));
    }

    private boolean healthy() throws IOException {
        return healthy(Duration.ofSeconds(2));
    }

    private boolean healthy(Duration patience) throws IOException {
        if (!jvm().isAlive()) throw new AssertionError("the server ended:\n" + jvm().log());
        var request = HttpRequest.newBuilder(address().resolve("/health"))
                .timeout(patience)
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Signed in as the administrator. */
    Api api() throws IOException {
        Api known = api;
        if (known != null) return known;
        Doc session = new Api(address(), null).post("/sessions", Map.of("name", "admin", "password", PASSWORD));
        known = new Api(address(), session.text("token"));
        api = known;
        return known;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    int port() {
        return port;
    }

    Path data() {
        return directory.resolve("data");
    }

    Path log() {
        return directory.resolve("server.log");
    }

    Jvm jvm() {
        return Objects.requireNonNull(jvm, "not started");
    }

    boolean isStarted() {
        return jvm != null;
    }
}
