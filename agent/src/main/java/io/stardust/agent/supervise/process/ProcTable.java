package io.stardust.agent.supervise.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the kernel's table of processes under {@code /proc}. Thread-safe; a process that ends meanwhile is absent. */
public final class ProcTable {
    /** Clock ticks per second as user space sees them: 100 on every Linux. */
    private static final long TICKS_PER_SECOND = 100;

    private final Path root;

    public ProcTable(Path root) {
        this.root = root;
    }

    /**
     * One process.
     *
     * @param startTicks Clock ticks since boot; with the pid, its identity.
     */
    public record Entry(long pid, char state, long parent, long group, long session, long startTicks) {
        /** False once it has ended, though its parent may not have looked yet. */
        public boolean alive() {
            return state != 'Z' && state != 'X';
        }
    }

    public Optional<Entry> find(long pid) {
        String stat = text(pid, "stat");
        int close = stat.lastIndexOf(')'); // the command's name may hold blanks and brackets
        if (close < 0) return Optional.empty();
        String[] fields = stat.substring(close + 2).split(" ", 21);
        if (fields.length < 21) return Optional.empty();
        return Optional.of(new Entry(
                pid,
                fields[0].charAt(0),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[19])));
    }

    /** True while the process that had this pid and start runs. */
    public boolean runs(long pid, long startTicks) {
        return find(pid)
                .filter(entry -> entry.alive() && entry.startTicks() == startTicks)
                .isPresent();
    }

    /** All processes that have not ended. */
    public List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, ProcTable::isPid)) {
            for (Path folder : folders) {
                find(Long.parseLong(folder.getFileName().toString()))
                        .filter(Entry::alive)
                        .ifPresent(all::add);
            }
        } catch (IOException e) {
            return all; // what was read so far; the caller looks again
        }
        return all;
    }

    private static boolean isPid(Path folder) {
        char first = folder.getFileName().toString().charAt(0);
        return first >= '0' && first <= '9';
    }

    /** Its arguments; empty when it has ended. */
    public List<String> commandLine(long pid) {
        String text = text(pid, "cmdline");
        if (text.isEmpty()) return List.of();
        String all = text.charAt(text.length() - 1) == 0 ? text.substring(0, text.length() - 1) : text;
        return List.of(all.split("\0", -1));
    }

    /** What its environment says of the app it belongs to; none where it may not be read. */
    Mark mark(long pid) {
        String all = "\0" + text(pid, "environ");
        String instance = value(all, "STARDUST_INSTANCE");
        return instance == null ? Mark.NONE : new Mark(instance, value(all, Mark.RUN), value(all, "BasePath"));
    }

    private static @Nullable String value(String all, String name) {
        int at = all.indexOf("\0" + name + "=");
        if (at < 0) return null;
        int from = at + name.length() + 2;
        int end = all.indexOf('\0', from);
        return end < 0 ? all.substring(from) : all.substring(from, end);
    }

    /** "17 (java)", for people. */
    String shown(long pid) {
        String name = text(pid, "comm").strip();
        return name.isEmpty() ? Long.toString(pid) : pid + " (" + name + ")";
    }

    /** Another one after each start of the machine; empty where the kernel does not say. */
    public String bootId() {
        return read(root.resolve("sys/kernel/random/boot_id")).strip();
    }

    /** Its current directory. */
    public Optional<Path> directory(long pid) {
        try {
            return Optional.of(
                    Files.readSymbolicLink(root.resolve(Long.toString(pid)).resolve("cwd")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Memory it holds, KB; 0 when it has ended. */
    long residentKb(long pid) {
        String status = text(pid, "status");
        int at = status.indexOf("VmRSS:");
        if (at < 0) return 0;
        int end = status.indexOf("kB", at);
        return end < 0 ? 0 : Long.parseLong(status.substring(at + 6, end).strip());
    }

    /**
     * What a process uses; zeros when it has ended.
     *
     * @param ticks of a processor, since it began
     */
    record Use(long ticks, long residentKb, int threads) {}

    Use use(long pid) {
        String stat = text(pid, "stat");
        int close = stat.lastIndexOf(')');
        String[] fields = close < 0 ? new String[0] : stat.substring(close + 2).split(" ", 21);
        if (fields.length < 21) return new Use(0, 0, 0);
        return new Use(
                Long.parseLong(fields[11]) + Long.parseLong(fields[12]), residentKb(pid), Integer.parseInt(fields[17]));
    }

    /** How long ago a process with this start began, by the time since boot: nobody sets that. */
    Duration age(long startTicks) {
        String uptime = read(root.resolve("uptime")); // seconds with two digits: ticks, as it happens
        int end = uptime.indexOf(' ');
        if (end < 0) return Duration.ZERO;
        long ticks = Math.round(Double.parseDouble(uptime.substring(0, end)) * TICKS_PER_SECOND);
        return Duration.ofMillis(Math.max(0, ticks - startTicks) * 1000 / TICKS_PER_SECOND);
    }

    /** When a process with this start began, epoch ms. */
    long startTime(long startTicks) {
        String stat = read(root.resolve("stat"));
        int at = stat.indexOf("btime ");
        if (at < 0) return 0;
        long bootSecond =
                Long.parseLong(stat.substring(at + 6, stat.indexOf('\n', at)).strip());
        return bootSecond * 1000 + startTicks * 1000 / TICKS_PER_SECOND;
    }

    private String text(long pid, String name) {
        return read(root.resolve(Long.toString(pid)).resolve(name));
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // it ended between being listed and being read
        }
    }
}
