package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A machine of its own on this one: it sees this one's files, and what it writes lies above them; it has its own
 * processes and network, and a {@code systemctl} that does for a unit what systemd does. Needs root, and Debian or one
 * of its kin.
 */
final class Machine implements AutoCloseable {
    private static final String PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Path folder;
    private final Process init;

    private Machine(Path folder, Process init) {
        this.folder = folder;
        this.init = init;
    }

    /** Whether this one allows it: containers may not. */
    static boolean isPossible() throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) return false;
        if (!Files.isExecutable(Path.of("/usr/bin/dpkg"))) return false;
        String mount = "mount --make-rprivate / && mount -t tmpfs tmpfs /mnt && cd /mnt && mkdir upper work root"
                + " && mount -t overlay overlay -o lowerdir=/etc,upperdir=upper,workdir=work root";
        Process tried = new ProcessBuilder(
                        List.of("unshare", "--mount", "--pid", "--net", "--uts", "--fork", "sh", "-c", mount))
                .redirectErrorStream(true)
                .start();
        String said = new String(tried.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean possible = tried.onExit().join().exitValue() == 0;
        if (!possible) System.out.println("no machine of its own here: " + said);
        return possible;
    }

    /** Starts one that keeps what it writes in {@code folder}. */
    static Machine start(Path folder) throws IOException {
        Path script = Path.of(System.getProperty("stardust.root", "..")).resolve("e2e/src/test/machine/init");
        Files.createDirectories(folder);
        Process init = new ProcessBuilder(List.of(
                        "unshare",
                        "--mount",
                        "--pid",
                        "--net",
                        "--uts",
                        "--fork",
                        "--kill-child",
                        script.toString(),
                        folder.toString()))
                .redirectErrorStream(true)
                .start();
        BufferedReader said = init.inputReader();
        String line = said.readLine();
        if (!"ready".equals(line)) {
            init.destroyForcibly();
            throw new IOException("no machine: " + line + said.lines().toList());
        }
        return new Machine(folder, init);
    }

    /** How a script ended and what it said, on either stream. */
    record Said(int exit, String text) {
        String ok() {
            assertThat(exit).as("%s", text).isZero();
            return text;
        }

        String failed() {
            assertThat(exit).as("%s", text).isNotZero();
            return text;
        }
    }

    /** Runs a script of the shell there, as root. */
    Said run(String script) throws IOException {
        return run(script, Path.of("/dev/null"));
    }

    /** Makes a file there. */
    void put(Path from, String to) throws IOException {
        run("mkdir -p \"$(dirname '%s')\" && cat >'%s'".formatted(to, to), from).ok();
    }

    private Said run(String script, Path input) throws IOException {
        Path out = Files.createTempFile(folder, "said", ".log");
        long first = init.children().findFirst().orElseThrow().pid();
        String target = Long.toString(first);
        String root = folder.resolve("root").toString();
        Process process = new ProcessBuilder(List.of(
                        "nsenter",
                        "--target",
                        target,
                        "--mount",
                        "--pid",
                        "--net",
                        "--uts",
                        "chroot",
                        root,
                        "env",
                        "-i",
                        PATH,
                        "HOME=/root",
                        "LC_ALL=C.UTF-8",
                        "sh",
                        "-c",
                        script))
                .redirectErrorStream(true)
                .redirectInput(input.toFile())
                .redirectOutput(out.toFile())
                .start();
        try {
            if (!process.waitFor(110, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("has not ended: " + script + ": " + Files.readString(out));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return new Said(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
    }

    /** What it has written outside of memory: files and folders, from its root. */
    List<String> written() throws IOException {
        Path upper = folder.resolve("upper");
        try (Stream<Path> all = Files.walk(upper)) {
            return all.filter(
                            each -> Files.isRegularFile(each) || Files.isDirectory(each) || Files.isSymbolicLink(each))
                    .map(each -> upper.relativize(each).toString())
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void close() {
        init.descendants().forEach(ProcessHandle::destroyForcibly); // its first process takes all others along
        init.destroyForcibly();
        try {
            init.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
