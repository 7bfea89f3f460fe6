package io.stardust.e2e;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * One server and its agents for the tests of a class, below one temporary folder. Prints the logs of a test that
 * failed; at the end kills everything that runs below the folder, and makes sure that no log holds a secret.
 */
final class World implements BeforeAllCallback, AfterAllCallback, TestWatcher {
    private static final int LINES_SHOWN = 120;

    private final Map<String, String> settings;
    private final Consumer<ServerProcess> prepare;
    private final List<AgentProcess> agents = new CopyOnWriteArrayList<>();
    private final List<Path> outputs = new CopyOnWriteArrayList<>(); // of what a test runs besides
    private final Secrets secrets = new Secrets();
    private @Nullable Path directory;
    private @Nullable ServerProcess server;

    /** {@code settings} of the server, as environment variables. */
    World(Map<String, String> settings) {
        this(settings, server -> {});
    }

    /** {@code prepare} is run before the server's first start. */
    World(Map<String, String> settings, Consumer<ServerProcess> prepare) {
        this.settings = settings;
        this.prepare = prepare;
    }

    World() {
        this(Map.of());
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("stardust-e2e-");
        Archives.make();
        // a test run that is stopped half-way leaves nothing behind either
        Runtime.getRuntime().addShutdownHook(new Thread(this::killAll));
        server = new ServerProcess(directory().resolve("server"), settings);
        prepare.accept(server());
        server().start();
        secrets.add(ServerProcess.PASSWORD);
    }

    ServerProcess server() {
        return Objects.requireNonNull(server);
    }

    Api api() throws IOException {
        return server().api();
    }

    Deploys deploys() throws IOException {
        return new Deploys(api());
    }

    /** A file or folder of the test's own. */
    Path file(String name) {
        return directory().resolve("files").resolve(name);
    }

    Secrets secrets() {
        return secrets;
    }

    /** Starts an agent and waits until the server sees it. */
    AgentProcess agent(String name) throws IOException {
        return agent(name, server().address(), directory().resolve(name), Map.of());
    }

    /** As the other, with its data elsewhere, another way to the server, or settings. */
    AgentProcess agent(String name, URI server, Path data, Map<String, String> environment) throws IOException {
        Doc token = api().post("/tokens", Map.of("kind", "enrol", "name", "for " + name, "project", 1));
        secrets.add(token.text("token"));
        var agent =
                new AgentProcess(name, directory().resolve("agents"), data, server, token.text("token"), environment);
        agents.add(agent);
        agent.start();
        awaitOnline(agent);
        secrets.addFrom(data.resolve("state"));
        return agent;
    }

    /** The id of the agent's node, once it has its socket open. */
    long awaitOnline(AgentProcess agent) {
        return Awaits.value(
                        agent.name() + " is online",
                        Duration.ofSeconds(30),
                        () -> node(agent.name()),
                        node -> node.yes("longLink"))
                .number("id");
    }

    /** As the server lists it. */
    Doc node(String name) throws IOException {
        return api().all("/nodes?q=" + name).stream()
                .filter(node -> name.equals(node.text("name")))
                .findFirst()
                .orElse(Doc.NONE);
    }

    Path directory() {
        return Objects.requireNonNull(directory);
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        System.err.println("==== " + context.getDisplayName() + " failed: " + cause);
        List<Path> all = logs();
        all.addAll(outputs);
        for (Path log : all) {
            try {
                List<String> lines = Files.readAllLines(log);
                System.err.println("==== " + log);
                lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size())
                        .forEach(System.err::println);
            } catch (IOException e) {
                System.err.println("==== " + log + ": " + e);
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        killAll();
        secrets.refuseIn(logs());
        delete(directory());
    }

    /** What a program of the test prints into {@code output} is shown when a test fails. */
    void shows(Path output) {
        outputs.add(output);
    }

    private List<Path> logs() {
        var logs = new ArrayList<Path>();
        if (server != null) logs.add(server.log());
        for (AgentProcess agent : agents) logs.add(agent.log());
        logs.removeIf(log -> !Files.exists(log));
        return logs;
    }

    /** Agents first, so that they start nothing again. */
    private void killAll() {
        for (int round = 0; round < 5; round++) {
            List<Long> left = Procs.around(directory());
            if (left.isEmpty()) return;
            left.forEach(Procs::kill);
        }
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new Deleting());
    }
}
