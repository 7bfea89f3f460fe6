package io.stardust.server;

import io.stardust.protocol.Json;
import io.stardust.server.ServerSettings.Approve;
import io.stardust.server.db.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A real server on a free port with an administrator, spoken to over real HTTP. */
public final class ServerUnderTest implements AutoCloseable {
    public final ManualClock clock;
    public final String admin;
    private Path data;
    private Function<Path, LoadedSettings> settings;
    private final Duration ping;
    private final HttpClient http = HttpClient.newHttpClient();
    private Server server;

    private ServerUnderTest(Path data, Function<Path, LoadedSettings> settings, Duration ping) {
        this.clock = new ManualClock();
        this.data = data;
        this.settings = settings;
        this.ping = ping;
        this.admin = SetUpData.copyTo(data);
        this.server = launch();
    }

    public static ServerUnderTest start(Path data) {
        return start(data, settings -> settings);
    }

    public static ServerUnderTest start(Path data, Approve approve) {
        return start(data, settings -> settings.withNodes(patient(approve)));
    }

    /** Nodes that stay online while a test turns the clock on. */
    private static ServerSettings.Nodes patient(Approve approve) {
        Duration timeout = Duration.ofMinutes(10);
        Duration period = Duration.ofMinutes(1);
        return new ServerSettings.Nodes(approve, timeout, period, 2, timeout, period);
    }

    /** With other settings than the defaults. */
    public static ServerUnderTest start(Path data, UnaryOperator<ServerSettings> knobs) {
        return new ServerUnderTest(data, folder -> LoadedSettings.of(of(folder, knobs)), Server.PING);
    }

    /** With streams of events that look about so often. */
    public static ServerUnderTest start(Path data, Duration ping) {
        return new ServerUnderTest(data, folder -> LoadedSettings.of(of(folder, settings -> settings)), ping);
    }

    private static ServerSettings of(Path data, UnaryOperator<ServerSettings> knobs) {
        return knobs.apply(ServerSettings.defaults(data, 0)
                .withBind("127.0.0.1")
                .withPostgres(TestDatabase.settings(data))
                .withNodes(patient(Approve.ENROLLED)));
    }

    /** As people start it: with flags, and the file in the folder if there is one. */
    public static ServerUnderTest start(Path data, Map<String, String> flags) {
        return new ServerUnderTest(data, folder -> loaded(folder, flags), Server.PING);
    }

    private static LoadedSettings loaded(Path data, Map<String, String> flags) {
        Map<String, String> all = new HashMap<>(flags);
        all.putAll(Map.of("data", data.toString(), "port", "0", "bind", "127.0.0.1"));
        LoadedSettings loaded = SettingsLoader.load(all, Map.of());
        return new LoadedSettings(loaded.settings().withPostgres(TestDatabase.settings(data)), loaded.values());
    }

    private Server launch() {
        return new Server(settings.apply(data), clock, ping).start();
    }

    /** As {@link #restart()}, with other flags. */
    public void restart(Map<String, String> flags) {
        settings = folder -> loaded(folder, flags);
        restart();
    }

    /** Stops it and starts it again on the same data, on another port. */
    public void restart() {
        server.close();
        server = launch();
    }

    /** Stops it; its data stays until {@link #close}. */
    public void stop() {
        server.close();
    }

    /** Stops it, loses its data, and starts it on that of another folder once {@code made} has made it. */
    public void moveTo(Path other, Runnable made) {
        server.close();
        made.run();
        TestDatabase.drop(data);
        data = other;
        server = launch();
    }

    /** Lets it delete what was kept for long enough. */
    public void expire() {
        server.expire();
    }

    public int port() {
        return server.port();
    }

    /** Calls the people face. */
    public Reply api(String method, String path, @Nullable Object body, @Nullable String token) {
        return call(method, "/api/v1" + path, body, token, "*");
    }

    /** Calls the people face as the administrator. */
    public Reply api(String method, String path, @Nullable Object body) {
        return api(method, path, body, admin);
    }

    /** Puts from a revision. */
    public Reply put(String path, Object body, long revision) {
        return call("PUT", "/api/v1" + path, body, admin, "\"" + revision + "\"");
    }

    /** Edits from a revision. */
    public Reply patch(String path, Object body, long revision) {
        return call("PATCH", "/api/v1" + path, body, admin, "\"" + revision + "\"");
    }

    /** Calls the machine face. */
    public Reply link(String path, @Nullable Object body, @Nullable String token) {
        return call(body == null ? "GET" : "POST", path, body, token, null);
    }

    private Reply call(
            String method, String path, @Nullable Object body, @Nullable String token, @Nullable String ifMatch) {
        byte[] sent = body == null
                ? new byte[0]
                : body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : Json.PEOPLE.bytes(body);
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        sent.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(sent));
        if (token != null) request.header("Authorization", "Bearer " + token);
        if (ifMatch != null) request.header("If-Match", ifMatch);
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            @Nullable Object read = response.body().length == 0 ? null : Json.PEOPLE.readAny(response.body());
            return new Reply(response.statusCode(), read, response.headers().map());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Makes a project and an API token of this role in it. */
    public Guest guest(String project, String role) {
        long id = api("POST", "/projects", Map.of("name", project)).number("id");
        String token = api("POST", "/tokens", Map.of("kind", "api", "name", project, "project", id, "role", role))
                .text("token");
        return new Guest(id, token);
    }

    public record Guest(long project, String token) {}

    /** Lets every command through, for tests that are about something else. */
    public void allowEveryCommand() {
        api("PUT", "/command-policy", Map.of("shell", true, "commands", List.of("*")));
    }

    /** Makes an enrolment token for a project. */
    public String enrolToken(long project) {
        return api("POST", "/tokens", Map.of("kind", "enrol", "name", "enrol", "project", project))
                .text("token");
    }

    /** Waits until it is so; fails after ten seconds. */
    public static void await(BooleanSupplier so) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("not within ten seconds");
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() {
        server.close();
        http.close();
        TestDatabase.drop(data);
    }

    /** What came back. Paths into the body are keys, with numbers for places in lists: {@code data.Commands.0.Id}. */
    public record Reply(int status, @Nullable Object body, Map<String, List<String>> headers) {
        public @Nullable Object at(String path) {
            @Nullable Object value = body;
            for (String key : path.split("\\.")) {
                value = switch (value) {
                    case Map<?, ?> map -> map.get(key);
                    case List<?> list when Integer.parseInt(key) < list.size() -> list.get(Integer.parseInt(key));
                    case null, default -> null;
                };
            }
            return value;
        }

        public String text(String path) {
            return (String) Objects.requireNonNull(at(path), () -> path + " in " + body);
        }

        public long number(String path) {
            return ((Number) Objects.requireNonNull(at(path), () -> path + " in " + body)).longValue();
        }

        public int code() {
            return (int) number("code");
        }
    }
}
