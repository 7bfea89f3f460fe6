package io.stardust.e2e;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Archives of our programs' classes. Most processes of these tests live for seconds, and loading classes is half of
 * what they do; each JVM that ends by itself would write one, but here they are killed. So one of each program is run
 * once for a build, and ends.
 */
final class Archives {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static boolean made;

    private Archives() {}

    /** Makes those that are not as new as what they are of; another process of the tests is waited for. */
    static synchronized void make() throws IOException {
        if (made) return;
        Path lock = Files.createDirectories(Path.of("target")).resolve("archives.lock");
        try (var channel = FileChannel.open(lock, CREATE, WRITE);
                var _ = channel.lock()) {
            if (!areNew()) train();
        }
        made = true;
    }

    private static boolean areNew() throws IOException {
        for (String module : List.of("server", "agent", "cli")) {
            var program = new Jvm.Program(module, List.of());
            if (!Files.exists(program.archive())) return false;
            for (String jar : program.classPath().split(java.io.File.pathSeparator, -1)) {
                if (time(Path.of(jar)) > time(program.archive())) return false;
            }
        }
        return true;
    }

    private static long time(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toMillis();
    }

    private static void train() throws IOException {
        for (String module : List.of("server", "agent", "cli")) {
            Files.deleteIfExists(new Jvm.Program(module, List.of()).archive());
        }
        Path folder = Files.createTempDirectory("stardust-e2e-");
        var server = new ServerProcess(folder.resolve("server"), Map.of());
        try {
            server.start();
            var cli = new CommandLine(
                    folder.resolve("cli"),
                    Map.of("STARDUST_URL", server.address().toString()));
            cli.runWith(ServerProcess.PASSWORD + "\n", "login", "--password-stdin")
                    .ok();
            Doc token = server.api().post("/tokens", Map.of("kind", "enrol", "name", "training", "project", 1));
            var agent = new AgentProcess(
                    "training", folder, folder.resolve("agent"), server.address(), token.text("token"), Map.of());
            agent.start();
            Awaits.until(
                    "the agent is online",
                    PATIENCE,
                    () -> server.api().all("/nodes?q=training").stream().anyMatch(node -> node.yes("longLink")));
            agent.jvm().stop(PATIENCE);
            server.jvm().stop(PATIENCE);
        } finally {
            Procs.around(folder).forEach(Procs::kill);
            Files.walkFileTree(folder, new Deleting());
        }
    }
}
