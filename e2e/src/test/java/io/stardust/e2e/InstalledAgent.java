package io.stardust.e2e;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The agent as its package installs it, below a folder instead of {@code /}. The packages are made here of the build's
 * own jars, so that a version can be given any number and any fault; the real ones differ in their Java alone.
 */
final class InstalledAgent {
    /** What {@code bin/agent} does: runs the build's agent under another version. */
    static final String GOOD = "exec \"$java\" $flags -Dstardust.package=\"$here\" -cp \"$here/lib/own:$path\" "
            + "io.stardust.agent.Main \"$@\"\n";

    /** Passes its self-check, and ends as soon as it is started in earnest. */
    static final String CRASHES =
            "case \" $* \" in *\" --self-check \"*) " + GOOD.strip() + " ;; esac\necho started in vain >&2\nexit 3\n";

    private final Path root;
    private final Path log;
    private @Nullable Process supervisor;

    InstalledAgent(Path root, Path log) {
        this.root = root;
        this.log = log;
    }

    /** Unpacked in {@code folder}. */
    static Path tree(Path folder, String version, String script) throws IOException {
        return tree(folder, version, script, new Jvm.Program("agent", List.of()));
    }

    /** As the other, with the jars of {@code program}. */
    static Path tree(Path folder, String version, String script, Jvm.Program program) throws IOException {
        Path agent = Path.of(System.getProperty("stardust.root", ".."))
                .toAbsolutePath()
                .normalize();
        Files.createDirectories(folder.resolve("bin"));
        Path own = Files.createDirectories(folder.resolve("lib/own/io/stardust/protocol"));
        Files.createDirectories(folder.resolve("share"));
        Files.writeString(own.resolve("version.txt"), version + "\n2026-01-01T00:00:00Z\n");
        Files.writeString(folder.resolve("VERSION"), version + " " + script.hashCode() + "\n");
        String head = """
                #!/bin/sh
                here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/.." && pwd)
                java=%s
                path=%s
                flags="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx24m -XX:+ExitOnOutOfMemoryError -Xss256k --enable-native-access=ALL-UNNAMED"
                """.formatted(Path.of(System.getProperty("java.home"), "bin", "java"), program.classPath());
        executable(folder.resolve("bin/agent"), head + script);
        Path packaging = agent.resolve("packaging/agent");
        executable(folder.resolve("share/stardust-agent"), Files.readString(packaging.resolve("stardust-agent")));
        Files.copy(packaging.resolve("stardust-agent.service"), folder.resolve("share/stardust-agent.service"));
        return folder;
    }

    /** The same as a tar.gz. */
    static Path packed(Path scratch, String version, String script) throws IOException {
        String name = "agent-" + version + "-linux-x64";
        tree(scratch.resolve(name), version, script);
        Path file = scratch.resolve(name + ".tar.gz");
        run(List.of("tar", "-czf", file.toString(), "-C", scratch.toString(), name), Map.of());
        return file;
    }

    private static void executable(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Runs a program to its end; returns what it printed. */
    static String run(List<String> command, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(new File("/dev/null"));
        builder.environment().keySet().removeIf(name -> name.startsWith("STARDUST_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(command + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return said;
    }

    Path home() {
        return root.resolve("opt/stardust-agent");
    }

    Path data() {
        return root.resolve("var/lib/stardust-agent");
    }

    String current() throws IOException {
        return String.valueOf(Files.readSymbolicLink(home().resolve("current")).getFileName());
    }

    /**
     * Starts it as its unit does: again a second after each end. The paths of the unit are looked for below the root.
     */
    void start(Map<String, String> settings) throws IOException {
        String unit = Files.readString(root.resolve("etc/systemd/system/stardust-agent.service"));
        String line = unit.lines()
                .filter(each -> each.startsWith("ExecStart="))
                .findFirst()
                .orElseThrow()
                .substring("ExecStart=".length())
                .replace("/opt/", root + "/opt/")
                .replace("/etc/", root + "/etc/");
        String loop = "trap 'kill -TERM $pid; wait $pid; exit 0' TERM; while :; do " + line + " & pid=$!; echo $pid > "
                + root + "/pid; wait $pid; sleep 1; done";
        var builder = new ProcessBuilder("setsid", "/bin/sh", "-c", loop)
                .directory(root.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("STARDUST_"));
        var all = new java.util.HashMap<>(settings);
        all.put("STARDUST_SUPERVISED", "systemd");
        all.put("STARDUST_AGENT_DATA", data().toString());
        builder.environment().putAll(all);
        supervisor = builder.start();
    }

    /** The agent's process, as started last. */
    long pid() throws IOException {
        return Long.parseLong(Files.readString(root.resolve("pid")).strip());
    }

    void stop() {
        Objects.requireNonNull(supervisor).destroy();
        try {
            Objects.requireNonNull(supervisor).waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What {@code status} prints. */
    String status() throws IOException {
        var command = new ArrayList<>(List.of(home().resolve("stardust-agent").toString(), "status", "--root"));
        command.add(root.toString());
        return run(command, Map.of());
    }

    Path log() {
        return log;
    }
}
