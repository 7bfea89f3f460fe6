package io.stardust.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What runs on this machine, by {@code /proc}. */
final class Procs {
    private static final Path PROC = Path.of("/proc");

    private Procs() {}

    /** Processes whose work directory is {@code directory} itself. */
    static List<Long> in(Path directory) {
        return find(pid -> directory.equals(directory(pid)));
    }

    /** Processes that work below {@code directory}, or name it on their command line; never this one. */
    static List<Long> around(Path directory) {
        long self = ProcessHandle.current().pid();
        return find(pid -> pid != self
                && (directory(pid).startsWith(directory) || commandLine(pid).contains(directory.toString() + "/")));
    }

    static boolean isAlive(long pid) {
        return Files.exists(PROC.resolve(Long.toString(pid))) && !stateOf(pid).startsWith("Z");
    }

    /** SIGKILL; true if there was such a process. */
    static boolean kill(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false);
    }

    /** Stops the process where it is, until {@link #resume}: it answers nothing, and its connections stay open. */
    static void halt(long pid) throws IOException {
        signal("STOP", pid);
    }

    static void resume(long pid) throws IOException {
        signal("CONT", pid);
    }

    private static void signal(String name, long pid) throws IOException {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) throw new IOException("kill -%s %d: exit %d".formatted(name, pid, exit));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Resident memory in KiB. */
    static long residentKb(long pid) throws IOException {
        String line = Files.readAllLines(PROC.resolve(pid + "/status")).stream()
                .filter(l -> l.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", ""));
    }

    /** Processor time so far, of all threads together. */
    static Duration cpuTime(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow();
    }

    private static List<Long> find(Predicate<Long> wanted) {
        try (Stream<Path> all = Files.list(PROC)) {
            return all.map(p -> p.getFileName().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .map(Long::valueOf)
                    .filter(Procs::isAlive)
                    .filter(wanted)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path directory(long pid) {
        try {
            return Files.readSymbolicLink(PROC.resolve(pid + "/cwd"));
        } catch (IOException gone) {
            return Path.of("");
        }
    }

    private static String commandLine(long pid) {
        return text(pid, "cmdline").replace('\0', ' ');
    }

    private static String stateOf(long pid) {
        String stat = text(pid, "stat");
        return stat.substring(Math.min(stat.length(), stat.lastIndexOf(')') + 2));
    }

    private static String text(long pid, String file) {
        try {
            return Files.readString(PROC.resolve(pid + "/" + file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
