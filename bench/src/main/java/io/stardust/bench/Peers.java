package io.stardust.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The supervisors we are measured against, from Debian's packages, guarding the same children. */
final class Peers {
    private Peers() {}

    /** A peer that runs, with its children up. */
    record Running(Process process, Path folder, Children children) implements AutoCloseable {
        double residentMb() throws IOException {
            return Figures.residentMb(process.pid());
        }

        @Override
        public void close() throws IOException {
            process.toHandle().descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.toHandle().descendants().forEach(ProcessHandle::destroyForcibly);
            for (int i = 1; i <= children.count(); i++) {
                long pid = children.pid(i);
                if (pid > 0) ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
            Stack.remove(folder);
        }
    }

    /** supervisord with {@code count} children; empty when it is not installed. */
    static Optional<Running> supervisord(int count) throws Exception {
        if (!installed("supervisord")) return Optional.empty();
        Path folder = Files.createTempDirectory("stardust-supervisord");
        var children = new Children(folder, count);
        var config =
                new StringBuilder("[supervisord]\nnodaemon=true\nlogfile=%s/s.log\npidfile=%s/s.pid\nchildlogdir=%s\n"
                        .formatted(folder, folder, folder));
        for (int i = 1; i <= count; i++) {
            Path script = script(folder.resolve("c" + i), children.script(i));
            config.append("[program:c%d]\ncommand=%s\nautorestart=true\nstartsecs=1\n".formatted(i, script));
        }
        Path file = Files.writeString(folder.resolve("s.conf"), config);
        return Optional.of(started(List.of("supervisord", "-n", "-c", file.toString()), folder, children));
    }

    /** runit's runsvdir with {@code count} services; empty when it is not installed. */
    static Optional<Running> runit(int count) throws Exception {
        if (!installed("runsvdir")) return Optional.empty();
        Path folder = Files.createTempDirectory("stardust-runit");
        var children = new Children(folder, count);
        for (int i = 1; i <= count; i++) {
            script(Files.createDirectories(folder.resolve("sv/c" + i)).resolve("run"), children.script(i));
        }
        return Optional.of(started(List.of("runsvdir", folder.resolve("sv").toString()), folder, children));
    }

    private static Running started(List<String> command, Path folder, Children children) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.log").toFile())
                .start();
        children.awaitAll();
        // supervisord calls a child started after a second only, and restarts it anew before
        Stack.await("it has settled", Duration.ofSeconds(3), settled());
        return new Running(process, folder, children);
    }

    private static Stack.Condition settled() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        return () -> System.nanoTime() > end;
    }

    private static Path script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static boolean installed(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) return true;
        }
        System.out.println(program + " is not installed: apt-get install supervisor runit");
        return false;
    }
}
