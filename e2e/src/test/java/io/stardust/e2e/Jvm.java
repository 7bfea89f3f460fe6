package io.stardust.e2e;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** One of our programs in a process of its own, with its output in a file. */
final class Jvm {
    private static final List<String> COMMON = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED");

    private final Process process;
    private final Path log;

    private Jvm(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * What to start: the module's main class as the build made it, with the flags of the launcher.
     *
     * @param before The jars of the release before, which take the place of our own; null for those of the build
     */
    record Program(
            String module, List<String> flags, @Nullable Path before) {
        Program(String module, List<String> flags) {
            this(module, flags, null);
        }

        /** The same with the archive of its classes that {@link Archives} makes. */
        Program archived() {
            var all = new ArrayList<>(flags);
            all.add("-XX:+AutoCreateSharedArchive");
            all.add("-XX:SharedArchiveFile=" + archive());
            all.addAll(List.of("-Xlog:disable", "-Xlog:all=error:stderr")); // what it thinks of the archive
            return new Program(module, all, before);
        }

        /** The same of the release before. */
        Program before(Path jars) {
            return new Program(module, flags, jars);
        }

        Path archive() {
            return Path.of("target", module + ".jsa").toAbsolutePath();
        }

        String main() {
            return "io.stardust." + module + ".Main";
        }

        /** As the launcher makes it. */
        String classPath() throws IOException {
            Path root = Path.of(System.getProperty("stardust.root", ".."));
            Path target = root.resolve(module + "/target");
            try (var own = Files.newDirectoryStream(target, module + "-*.jar");
                    var others = Files.newDirectoryStream(target.resolve("lib"), "*.jar")) {
                return Stream.concat(
                                StreamSupport.stream(own.spliterator(), false),
                                StreamSupport.stream(others.spliterator(), false))
                        .map(jar -> jar.toAbsolutePath().normalize())
                        .flatMap(jar -> before == null ? Stream.of(jar) : OldRelease.instead(jar, before, root))
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator));
            }
        }
    }

    static Jvm start(Program program, List<String> arguments, Map<String, String> environment, Path log)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(COMMON);
        command.addAll(program.flags());
        command.add("-cp");
        command.add(program.classPath());
        command.add(program.main());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(key -> key.startsWith("STARDUST_") || key.startsWith("JAVA_TOOL"));
        builder.environment().putAll(environment);
        return new Jvm(builder.start(), log);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Bytes of the heap that are in use, after a collection. */
    long liveBytes() throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process asked = new ProcessBuilder(jcmd, Long.toString(pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        long bytes = 0;
        for (String line : asked.inputReader().lines().toList()) {
            String[] words = line.strip().split(" +", -1); // rank: instances bytes class
            boolean counts = words.length > 3 && words[0].endsWith(":") && !words[3].contains("FillerElement");
            if (counts) bytes += Long.parseLong(words[2]);
        }
        if (bytes == 0) throw new IOException("jcmd counted nothing in process " + pid());
        return bytes;
    }

    /** SIGKILL, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        gone(Duration.ofSeconds(10));
    }

    /** Waits until it ends by itself; returns the exit code. */
    int await(Duration atMost) {
        gone(atMost);
        return process.exitValue();
    }

    /** SIGTERM; returns the exit code. */
    int stop(Duration atMost) {
        process.destroy();
        gone(atMost);
        return process.exitValue();
    }

    private void gone(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("process " + pid() + " still runs " + atMost + " after it was told to end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    String log() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }
}
