package io.stardust.bench;

import io.stardust.api.access.MadeToken;
import io.stardust.api.access.NewToken;
import io.stardust.api.access.SessionView;
import io.stardust.api.access.SignIn;
import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.node.NodePage;
import io.stardust.api.node.NodeView;
import io.stardust.api.release.ReleaseView;
import io.stardust.protocol.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real server and a real agent of this checkout, started as an operator would start them, in a folder of their own.
 * {@link #close} ends both, and what the agent guards. For one thread, but for {@link #call}.
 */
final class Stack implements AutoCloseable {
    private static final String PASSWORD = "bench-password";

    private final Path launcher;
    private final Path folder;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private String token = "";
    private String enrol = "";
    private @Nullable Process server;
    private @Nullable Process agent;
    private double serverReadyMs;

    Stack(Path launcher) throws IOException {
        this.launcher = launcher;
        this.folder = Files.createTempDirectory("stardust-bench");
        try (var free = new java.net.ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
    }

    Path folder() {
        return folder;
    }

    /** From exec of the launcher to the first healthy answer. */
    double serverReadyMs() {
        return serverReadyMs;
    }

    long serverPid() {
        return java(pid(server));
    }

    long agentPid() {
        return java(pid(agent));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** A server with an administrator, made from a password file. */
    Stack startServer() throws Exception {
        Path password = folder.resolve("password");
        Files.writeString(password, PASSWORD);
        return startServer("--admin-password-file", password.toString());
    }

    /** A server as it starts by itself, with {@code flags} on top. */
    Stack startServer(String... flags) throws Exception {
        List<String> words = new ArrayList<>(
                List.of("server", "--data", folder.resolve("server").toString(), "--port", String.valueOf(port)));
        words.addAll(List.of(flags));
        long begun = System.nanoTime();
        server = launch("server", words.toArray(String[]::new));
        await("the server is healthy", Duration.ofSeconds(30), () -> {
            try {
                return http.send(HttpRequest.newBuilder(uri("/health")).build(), BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (ConnectException e) {
                return false;
            }
        });
        serverReadyMs = (System.nanoTime() - begun) / 1e6;
        return this;
    }

    /** Ends the server; {@link #startServer()} starts another on the same data. */
    void stopServer() {
        if (server != null) end(server);
        server = null;
    }

    /** What the administrator's requests bring, after {@link #signIn}. */
    String token() {
        return token;
    }

    /** Lets unknown nodes in, after {@link #signIn}. */
    String enrolToken() {
        return enrol;
    }

    Stack signIn() throws Exception {
        token = session("admin", PASSWORD);
        enrol = post("/tokens", new NewToken("enrol", "bench", null, null, null), MadeToken.class)
                .token();
        return this;
    }

    /** The token of a new session. */
    String session(String name, String password) throws Exception {
        return Objects.requireNonNull(post("/sessions", new SignIn(name, password, null), SessionView.class)
                .token());
    }

    Stack startAgent() throws Exception {
        return startAgent(port);
    }

    /** One that knows the server by another port, {@code at}. */
    Stack startAgent(int at) throws Exception {
        return startAgent("http://127.0.0.1:" + at);
    }

    /** One that knows the server by another address, with {@code flags} on top. */
    Stack startAgent(String address, String... flags) throws Exception {
        List<String> words = new ArrayList<>(List.of("agent", "run", "--server", address));
        words.addAll(List.of("--data", folder.resolve("agent").toString(), "--enrol", enrol, "--name", "bench"));
        words.addAll(List.of(flags));
        agent = launch("agent", words.toArray(String[]::new));
        await(
                "the node is online",
                Duration.ofSeconds(30),
                () -> nodes().stream().anyMatch(node -> node.status().equals("online")));
        return this;
    }

    /** Ends the agent without asking; what it guards lives on. */
    void killAgent() throws Exception {
        long pid = agentPid();
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        await(
                "the agent is gone",
                Duration.ofSeconds(5),
                () -> !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }

    long nodeId() throws Exception {
        return nodes().getFirst().id();
    }

    private List<NodeView> nodes() throws Exception {
        return get("/nodes", NodePage.class).items();
    }

    /** Makes a deployment of that name and returns its id. */
    long deployment(String name) throws Exception {
        return post("/deployments", Map.of("name", name), DeploymentView.class).id();
    }

    <T> T get(String path, Class<T> type) throws Exception {
        return Json.PEOPLE.read(call("GET", path, BodyPublishers.noBody(), "application/json"), type);
    }

    /** {@code body} is one of the API's records, or a map where most of its many fields would be null. */
    <T> T post(String path, Object body, Class<T> type) throws Exception {
        return Json.PEOPLE.read(post(path, body), type);
    }

    byte[] post(String path, Object body) throws Exception {
        return call("POST", path, BodyPublishers.ofByteArray(Json.PEOPLE.bytes(body)), "application/json");
    }

    byte[] patch(String path, Object body) throws Exception {
        return call("PATCH", path, BodyPublishers.ofByteArray(Json.PEOPLE.bytes(body)), "application/json");
    }

    /** Uploads a package as that version of a deployment. */
    ReleaseView upload(long deployment, int version, Path file) throws Exception {
        String path = "/deployments/%d/releases?version=%d".formatted(deployment, version);
        return Json.PEOPLE.read(call("POST", path, BodyPublishers.ofFile(file), "application/zip"), ReleaseView.class);
    }

    /** Asks the people API; thread-safe once signed in. */
    byte[] call(String method, String path, BodyPublisher body, String type) throws Exception {
        var request = HttpRequest.newBuilder(uri("/api/v1" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .header("If-Match", "*")
                .timeout(Duration.ofSeconds(60))
                .method(method, body)
                .build();
        HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() >= 300) {
            throw new IOException(method + " " + path + ": " + answer.statusCode() + " "
                    + new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
        }
        return answer.body();
    }

    /** Waits for {@code condition}, looking often; throws when {@code limit} is over. */
    static void await(String what, Duration limit, Condition condition) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) throw new IllegalStateException("not within " + limit + ": " + what);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    interface Condition {
        boolean holds() throws Exception;
    }

    private Process launch(String log, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(args));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log + ".log").toFile());
        builder.environment().put("STARDUST_LAUNCHER_NO_BUILD", "1");
        if (log.equals("server"))
            builder.environment().put("STARDUST_FILES_PUBLIC", "true"); // plain downloads to compare
        return builder.start();
    }

    private static long pid(@Nullable Process process) {
        if (process == null) throw new IllegalStateException("not started");
        return process.pid();
    }

    /** The launcher becomes the Java process by exec; should it have a child instead, that one is meant. */
    private static long java(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(handle -> handle.children().filter(Stack::isJava).findFirst())
                .filter(_ -> !ProcessHandle.of(pid).filter(Stack::isJava).isPresent())
                .map(ProcessHandle::pid)
                .orElse(pid);
    }

    private static boolean isJava(ProcessHandle handle) {
        return handle.info().command().orElse("").endsWith("/java");
    }

    /** Ends the agent, what it guards, and the server; removes the folder. */
    @Override
    public void close() throws IOException {
        if (agent != null) end(agent);
        endWhatLivesIn(folder);
        if (server != null) end(server);
        remove(folder);
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    /** Ends every process whose working directory is below {@code folder}. */
    static void endWhatLivesIn(Path folder) {
        ProcessHandle.allProcesses()
                .filter(process -> workingDirectory(process.pid()).startsWith(folder))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static Path workingDirectory(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd"));
        } catch (IOException e) {
            return Path.of("/gone");
        }
    }

    static void remove(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // gone meanwhile
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
