package io.stardust.cli;

import io.stardust.cli.http.LoginFile;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Terminal.Looks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** A command line whose output is kept, with a saved login in a folder of the test. */
public final class Recorded {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment;
    private final Path home;

    public Recorded(Path home, Map<String, String> environment) {
        this.home = home;
        this.environment = environment;
    }

    /** Runs one verb as a process of its own would; returns its exit code. */
    public int run(String input, String... args) {
        try (var session = new Session(environment, new LoginFile(home))) {
            return new Cli(session, terminal(input, Looks.PLAIN)).run(args);
        }
    }

    /** A terminal at the first second of 2026 that records here. */
    public Terminal terminal(String input, Looks looks) {
        return new Terminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                looks,
                InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));
    }

    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
