package io.stardust.e2e;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An agent that can be killed and started again, always on the same data. */
final class AgentProcess {
    private static final Jvm.Program PROGRAM = new Jvm.Program(
                    "agent", List.of("-XX:TieredStopAtLevel=1", "-Xmx24m", "-XX:+ExitOnOutOfMemoryError", "-Xss256k"))
            .archived();

    private final String name;
    private final Path directory;
    private final Path data;
    private final URI server;
    private final String enrolToken;
    private final Map<String, String> settings;
    private @Nullable Jvm jvm;

    AgentProcess(String name, Path directory, Path data, URI server, String enrolToken, Map<String, String> settings) {
        this.name = name;
        this.directory = directory;
        this.data = data;
        this.server = server;
        this.enrolToken = enrolToken;
        var all = new HashMap<String, String>();
        all.put("STARDUST_AGENT_APPS_START_SECONDS", "1");
        all.putAll(settings);
        this.settings = Map.copyOf(all);
    }

    void start() throws IOException {
        Files.createDirectories(directory);
        jvm = Jvm.start(
                PROGRAM,
                List.of(
                        "run",
                        "--server",
                        server.toString(),
                        "--data",
                        data.toString(),
                        "--enrol",
                        enrolToken,
                        "--name",
                        name,
                        "--local.port",
                        "0"),
                settings,
                log());
    }

    String name() {
        return name;
    }

    Path data() {
        return data;
    }

    /** The work directory of an app. */
    Path app(String deployName) {
        return data.resolve("apps").resolve(deployName);
    }

    /** The one process of an app, seen without asking anybody; waits for it. */
    long appPid(String deployName) {
        Path directory = app(deployName);
        return Awaits.value(
                        "one process in " + directory,
                        Duration.ofSeconds(30),
                        () -> Procs.in(directory),
                        pids -> pids.size() == 1)
                .getFirst();
    }

    Path log() {
        return directory.resolve(name + ".log");
    }

    Jvm jvm() {
        return Objects.requireNonNull(jvm, "not started");
    }
}
