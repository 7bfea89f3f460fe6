package io.stardust.agent.supervise;

import io.stardust.agent.supervise.ProcTable.Entry;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends processes together with all they have started: everything in their session, and their descendants. What an app
 * left behind when it went away by itself is found by the session, too. Thread-safe.
 */
final class Sessions {
    private static final long LOOK_AGAIN_MS = 20;
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
     * Asks, waits for {@code patience}, then kills.
     *
     * @return true if all ended by themselves, false if any had to be killed
     */
    boolean stop(ManagedProcess process, Duration patience) throws InterruptedException {
        terminate(process);
        long deadline = System.nanoTime() + patience.toNanos();
        awaitExit(process, patience);
        while (!members(process).isEmpty()) {
            if (System.nanoTime() - deadline >= 0) {
                kill(process);
                return false;
            }
            Thread.sleep(LOOK_AGAIN_MS);
        }
        return true;
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
