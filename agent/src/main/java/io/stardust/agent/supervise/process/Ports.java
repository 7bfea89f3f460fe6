package io.stardust.agent.supervise.process;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says who holds a port of this machine. Reads the kernel's tables, so not for the thread of decisions. Thread-safe.
 */
public final class Ports {
    private static final String LISTENS = "0A";
    private static final String DOCKER = "docker-proxy"; // holds a container's port for the command that runs it

    private final Path proc;
    private final ProcTable table;
    private final Sessions sessions;

    public Ports(Path proc, ProcTable table, Sessions sessions) {
        this.proc = proc;
        this.table = table;
        this.sessions = sessions;
    }

    /** Who holds a port, as seen from an app. */
    public enum Holder {
        NOBODY,
        ITSELF,
        STRANGER
    }

    /**
     * @param stranger Such as "17 (nginx)"; empty = not known, or none.
     * @param before It is of an earlier run of the app.
     */
    public record Held(Holder by, String stranger, boolean before) {}

    /** Who holds the port that the app should: its process, or what that has started in this run. */
    public Held look(ManagedProcess process, Mark.App app, int port) {
        Path net = proc.resolve(Long.toString(process.pid())).resolve("net"); // it may have a network of its own
        Set<String> listeners = sockets(net, List.of("tcp", "tcp6"), port, LISTENS);
        Set<String> all = new HashSet<>(sockets(net, List.of("udp", "udp6"), port, null));
        all.addAll(listeners);
        if (all.isEmpty()) return new Held(Holder.NOBODY, "", false);
        for (ProcTable.Entry each : sessions.members(process)) {
            if (holds(each.pid(), all)) return new Held(Holder.ITSELF, "", false);
        }
        if (listeners.isEmpty()) return new Held(Holder.NOBODY, "", false);
        ProcTable.Entry stranger = null;
        for (ProcTable.Entry each : table.all()) {
            if (!holds(each.pid(), listeners)) continue;
            if (isOf(each, process, app)) return new Held(Holder.ITSELF, "", false);
            stranger = older(stranger, each);
        }
        if (stranger == null) return new Held(Holder.STRANGER, "", false);
        return new Held(Holder.STRANGER, table.shown(stranger.pid()), app.owns(table.mark(stranger.pid())));
    }

    private boolean isOf(ProcTable.Entry holder, ManagedProcess process, Mark.App app) {
        boolean since = holder.startTicks() >= process.startTicks();
        if (since && table.shown(holder.pid()).endsWith("(" + DOCKER + ")")) return true;
        Mark mark = table.mark(holder.pid());
        if (!app.owns(mark)) return false;
        return process.run() == null ? since : process.run().equals(mark.run());
    }

    /**
     * Who holds a port, such as "17 (nginx)"; empty = not known; null when nobody does. {@code but}: does not count.
     */
    public @Nullable String holder(int port, @Nullable ManagedProcess but, Mark.App app) {
        if (port <= 0) return null;
        Set<String> listeners = sockets(proc.resolve("net"), List.of("tcp", "tcp6"), port, LISTENS);
        if (listeners.isEmpty()) return null;
        Set<Long> own = new HashSet<>();
        if (but != null) sessions.members(but).forEach(each -> own.add(each.pid()));
        ProcTable.Entry found = null;
        for (ProcTable.Entry each : table.all()) {
            if (!holds(each.pid(), listeners)) continue;
            boolean ours = own.contains(each.pid()) || (but != null && app.owns(table.mark(each.pid())));
            if (ours) return null;
            found = older(found, each);
        }
        return found == null ? "" : table.shown(found.pid());
    }

    /** Who opened it: what that has started may have inherited it, a helper for a moment. */
    private static ProcTable.Entry older(ProcTable.@Nullable Entry known, ProcTable.Entry other) {
        return known == null || other.startTicks() < known.startTicks() ? other : known;
    }

    private static Set<String> sockets(Path net, List<String> tables, int port, @Nullable String state) {
        Set<String> inodes = new HashSet<>();
        String wanted = ":%04X".formatted(port);
        for (String each : tables) {
            for (String line : lines(net.resolve(each))) {
                String[] fields = line.strip().split(" +", 11);
                boolean listens =
                        fields.length > 9 && fields[1].endsWith(wanted) && (state == null || fields[3].equals(state));
                if (listens) inodes.add("socket:[" + fields[9] + "]");
            }
        }
        return inodes;
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException e) {
            return List.of(); // no such table, or the process has ended
        }
    }

    private boolean holds(long pid, Set<String> sockets) {
        Path folder = proc.resolve(Long.toString(pid)).resolve("fd");
        try (DirectoryStream<Path> links = Files.newDirectoryStream(folder)) {
            for (Path link : links) {
                if (sockets.contains(target(link))) return true;
            }
        } catch (IOException | DirectoryIteratorException e) {
            return false; // it ended, or belongs to somebody else
        }
        return false;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // a busy process closes some while we read: the rest still counts
        }
    }
}
