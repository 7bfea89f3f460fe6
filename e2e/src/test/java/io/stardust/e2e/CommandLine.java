package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command line, each verb in a process of its own, with its login in a folder of the test. */
final class CommandLine {
    private static final Jvm.Program PROGRAM =
            new Jvm.Program("cli", List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m")).archived();

    private final Path folder;
    private final Map<String, String> environment;

    /** {@code folder} is made; {@code environment} comes on top of the process's own, without its STARDUST_ names. */
    CommandLine(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** How a verb ended and what it said. */
    record Said(int exit, String out, String err) {
        Said ok() {
            assertThat(exit).as("%s", this).isZero();
            return this;
        }
    }

    Said run(String... words) throws IOException {
        return runWith("", words);
    }

    /** {@code input}: what it finds on standard input. */
    Said runWith(String input, String... words) throws IOException {
        Files.createDirectories(folder);
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Path in = Files.writeString(folder.resolve("in.txt"), input);
        Process process = builder(words)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(new File(err.toString()))
                .start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("stardust " + String.join(" ", words) + " has not ended in 60 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return new Said(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    private ProcessBuilder builder(String... words) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(PROGRAM.flags());
        command.addAll(List.of("-cp", PROGRAM.classPath(), PROGRAM.main()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(key -> key.startsWith("STARDUST_") || key.startsWith("JAVA_TOOL"));
        builder.environment().put("STARDUST_HOME", folder.resolve("login").toString());
        builder.environment().putAll(environment);
        return builder;
    }

    /** Runs a verb that does not end by itself, until it has printed so many lines; returns them. */
    List<String> lines(int count, String... words) throws IOException {
        Files.createDirectories(folder);
        Path err = folder.resolve("follow-err.txt");
        Process process = builder(words).redirectError(new File(err.toString())).start();
        try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
            var lines = new ArrayList<String>();
            while (lines.size() < count) {
                String line = reader.readLine();
                if (line == null) throw new AssertionError("it ended: " + lines + Files.readString(err));
                lines.add(line);
            }
            return lines;
        } finally {
            process.destroyForcibly();
        }
    }
}
