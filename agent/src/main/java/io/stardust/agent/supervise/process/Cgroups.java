package io.stardust.agent.supervise.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory limits that the kernel itself keeps (control groups, version 2), where the agent was given a part of their
 * tree; nothing happens elsewhere. Nothing is looked for before an app has a limit. Thread-safe.
 *
 * <p>The agent must be in a group called {@code agent} below the one it was given (systemd 254: {@code Delegate=memory}
 * with {@code DelegateSubgroup=agent}): a group that has processes of its own can have no groups with limits beside
 * them, and systemd could never start an agent again in one that has. Apps get {@code app-NAME} beside it.
 */
public final class Cgroups {
    private static final Logger LOG = LoggerFactory.getLogger(Cgroups.class);
    private static final String OWN = "agent";

    private final Path proc;
    private final Map<String, Long> kills = new ConcurrentHashMap<>();
    private @Nullable Path given;
    private boolean looked;

    /** @param proc {@code /proc}. */
    public Cgroups(Path proc) {
        this.proc = proc;
    }

    /**
     * Bounds what an app and all it has started may hold. The soft limit comes first; this one is a quarter and 64 MB
     * above it, for what comes faster than the soft one can see.
     *
     * @param mb 0 = no limit any more.
     */
    public void limit(String name, int mb, List<ProcTable.Entry> processes) {
        Path parent = given();
        if (parent == null) return;
        Path group = parent.resolve("app-" + name);
        try {
            if (mb <= 0 && !Files.isDirectory(group)) return;
            Files.createDirectories(group);
            write(group, "memory.max", mb <= 0 ? "max" : Long.toString(bytes(mb)));
            write(group, "memory.oom.group", "1"); // half an app is none
            kills.putIfAbsent(name, kills(group));
            for (ProcTable.Entry each : processes) enter(group, each.pid());
        } catch (IOException e) {
            LOG.warn("{}: the kernel does not keep its memory limit: {}", name, e.toString());
        }
    }

    private static void enter(Path group, long pid) {
        try {
            write(group, "cgroup.procs", Long.toString(pid));
        } catch (IOException e) {
            LOG.debug("process {} not put into {}: {}", pid, group, e.toString()); // it has ended, most likely
        }
    }

    static long bytes(int mb) {
        return (mb + mb / 4L + 64) << 20;
    }

    /** Whether the kernel has killed something of the app since this was asked last. */
    public boolean killedNow(String name) {
        Path parent = looked ? given() : null;
        if (parent == null) return false;
        try {
            long now = kills(parent.resolve("app-" + name));
            Long before = kills.put(name, now);
            return now > (before == null ? 0 : before);
        } catch (IOException e) {
            return false; // it has no group
        }
    }

    /** The app is gone. */
    public void forget(String name) {
        Path parent = looked ? given() : null;
        kills.remove(name);
        if (parent == null) return;
        try {
            Files.deleteIfExists(parent.resolve("app-" + name));
        } catch (IOException e) {
            LOG.debug("group of {} stays: {}", name, e.toString());
        }
    }

    private static long kills(Path group) throws IOException {
        for (String line : Files.readAllLines(group.resolve("memory.events"), StandardCharsets.US_ASCII)) {
            if (line.startsWith("oom_kill "))
                return Long.parseLong(line.substring(9).strip());
        }
        return 0;
    }

    private static void write(Path group, String file, String text) throws IOException {
        Files.writeString(group.resolve(file), text, StandardCharsets.US_ASCII);
    }

    private synchronized @Nullable Path given() {
        if (looked) return given;
        looked = true;
        try {
            given = find();
        } catch (IOException e) {
            LOG.info("memory limits are kept by looking, not by the kernel: {}", e.getMessage());
        }
        return given;
    }

    private Path find() throws IOException {
        Path mount = mount();
        String own = "";
        for (String line : Files.readAllLines(proc.resolve("self/cgroup"))) {
            if (line.startsWith("0::")) own = line.substring(3);
        }
        Path agents =
                mount.resolve(own.startsWith("/") ? own.substring(1) : own).normalize();
        Path parent = agents.getParent();
        if (!agents.endsWith(OWN) || parent == null || !parent.startsWith(mount)) {
            throw new IOException("the agent's control group is " + own + " (expected: a group called " + OWN
                    + "; in a systemd unit: Delegate=memory and DelegateSubgroup=" + OWN + ")");
        }
        String has = Files.readString(parent.resolve("cgroup.controllers"));
        if (!(" " + has.strip() + " ").contains(" memory ")) {
            throw new IOException("no memory limits in " + parent + " (expected: Delegate=memory)");
        }
        write(parent, "cgroup.subtree_control", "+memory");
        return parent;
    }

    private Path mount() throws IOException {
        for (String line : Files.readAllLines(proc.resolve("self/mounts"))) {
            String[] fields = line.split(" ", 4);
            if (fields.length > 3 && fields[2].equals("cgroup2")) return Path.of(fields[1]);
        }
        throw new IOException("no control groups of version 2 here");
    }
}
