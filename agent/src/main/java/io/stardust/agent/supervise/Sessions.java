package io.stardust.agent.supervise;

import io.stardust.agent.supervise.ProcTable.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Ends processes together with all they have started: everything in their session, their descendants, and what went
 * away from both but still has the environment the agent gave. What an app left behind when it ended by itself is found
 * in the same ways. Thread-safe.
 */
final class Sessions {
    private static final long LOOK_AGAIN_MS = 20;
    private static final long MS_PER_TICK = 10;
    private static final Duration KILL_WAIT = Duration.ofSeconds(5); // a process in uninterruptible sleep outlives it

    private final ProcTable table;

    Sessions(ProcTable table) {
        this.table = table;
    }

    /** The session of a process; 0 when there is none. */
    long session(long pid) {
        return table.find(pid).map(Entry::session).orElse(0L);
    }

    /** Asks the process and all it has started to end (SIGTERM). */
    void terminate(ManagedProcess process) {
        for (Entry each : members(process)) {
            ProcessHandle.of(each.pid()).ifPresent(ProcessHandle::destroy);
        }
    }

    /**
     * How to know what an app has started, also when that went into a session and to a parent of its own: by the
     * environment that the agent gave.
     *
     * @param directory Of the app's process; null = it cannot be known.
     */
    record Marks(String name, @Nullable String directory) {}

    /**
     * Asks, waits for {@code patience}, then kills.
     *
     * @return true if all ended by themselves, false if any had to be killed
     */
    boolean stop(ManagedProcess process, Duration patience, Marks marks) throws InterruptedException {
        List<Entry> strays = strays(process, marks, Long.MAX_VALUE);
        terminate(process);
        strays.forEach(each -> ProcessHandle.of(each.pid()).ifPresent(ProcessHandle::destroy));
        long deadline = System.nanoTime() + patience.toNanos();
        awaitExit(process, patience);
        while (!members(process).isEmpty() || anyRuns(strays)) {
            if (System.nanoTime() - deadline >= 0) {
                kill(process);
                killAll(strays(process, marks, Long.MAX_VALUE));
                return false;
            }
            Thread.sleep(LOOK_AGAIN_MS);
        }
        return killAll(strays(process, marks, Long.MAX_VALUE)) == 0;
    }

    /** Kills what a process that has ended by itself has left behind, but not its successor; returns how many. */
    int sweep(ManagedProcess process, ManagedProcess.Exit exit, Marks marks) throws InterruptedException {
        long end = process.startTicks() + process.uptime(exit).toMillis() / MS_PER_TICK;
        return kill(process) + killAll(strays(process, marks, end));
    }

    private boolean anyRuns(List<Entry> some) {
        for (Entry each : some) if (table.runs(each.pid(), each.startTicks())) return true;
        return false;
    }

    private int killAll(List<Entry> some) {
        for (Entry each : some) {
            if (table.runs(each.pid(), each.startTicks())) {
                ProcessHandle.of(each.pid()).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
        return some.size();
    }

    /** What went away from the session; only what began while the process ran, before {@code end}. */
    private List<Entry> strays(ManagedProcess process, Marks marks, long end) {
        List<Entry> found = new ArrayList<>();
        if (marks.directory() == null) return found;
        for (Entry each : table.all()) {
            boolean then = each.startTicks() >= process.startTicks() && each.startTicks() < end;
            boolean away = each.pid() != process.pid() && each.session() != process.pid();
            if (then && away && table.belongs(each.pid(), marks.name(), marks.directory())) found.add(each);
        }
        return found;
    }

    /** Kills (SIGKILL) until nothing is left, as new ones may be forked meanwhile; returns how many were there. */
    int kill(ManagedProcess process) throws InterruptedException {
        long deadline = System.nanoTime() + KILL_WAIT.toNanos();
        Set<Long> killed = new HashSet<>();
        List<Entry> left = members(process);
        while (!left.isEmpty() && System.nanoTime() - deadline < 0) {
            for (Entry each : left) {
                killed.add(each.pid());
                ProcessHandle.of(each.pid()).ifPresent(ProcessHandle::destroyForcibly);
            }
            Thread.sleep(1);
            left = members(process);
        }
        awaitExit(process, KILL_WAIT);
        return killed.size();
    }

    private static void awaitExit(ManagedProcess process, Duration patience) throws InterruptedException {
        try {
            process.exit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return; // the caller looks at what is left
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Memory held by the process and all it has started, KB. */
    long residentKb(ManagedProcess process) {
        long sum = 0;
        for (Entry each : members(process)) sum += table.residentKb(each.pid());
        return sum;
    }

    /**
     * The living processes of its session and their descendants. A pid that has been given to a stranger since makes
     * the list empty: a session's id is not given away while anyone is in it.
     */
    List<Entry> members(ManagedProcess process) {
        List<Entry> all = table.all();
        Set<Long> pids = new HashSet<>();
        for (Entry each : all) {
            boolean leader = each.pid() == process.pid();
            if (leader && each.startTicks() != process.startTicks()) return List.of();
            if (leader || each.session() == process.pid()) pids.add(each.pid());
        }
        boolean grew = !pids.isEmpty();
        while (grew) {
            grew = false;
            for (Entry each : all) {
                if (pids.contains(each.parent()) && pids.add(each.pid())) grew = true;
            }
        }
        all.removeIf(each -> !pids.contains(each.pid()));
        return all;
    }
}
