package io.stardust.agent.supervise.process;

import io.stardust.agent.foreign.CFunction;
import io.stardust.agent.supervise.process.ProcTable.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Ends processes together with all they have started: everything in their session, their descendants, and what went
 * away from both but still has the environment the agent gave. Thread-safe.
 */
public final class Sessions {
    private static final int HANG_UP = 1; // SIGHUP
    private static final long LOOK_AGAIN_MS = 20;
    private static final long MS_PER_TICK = 10;
    private static final Duration KILL_WAIT = Duration.ofSeconds(5); // a process in uninterruptible sleep outlives it
    private static final long SELF = ProcessHandle.current().pid();

    private final ProcTable table;

    public Sessions(ProcTable table) {
        this.table = table;
    }

    /** The session of a process; 0 when there is none. */
    public long session(long pid) {
        return table.find(pid).map(Entry::session).orElse(0L);
    }

    /** Asks the process and all it has started to end (SIGTERM). */
    public void terminate(ManagedProcess process) {
        for (Entry each : members(process)) {
            ProcessHandle.of(each.pid()).ifPresent(ProcessHandle::destroy);
        }
    }

    /**
     * How a stop went.
     *
     * @param graceful All ended by themselves, none had to be killed.
     * @param strays What had gone into a session of its own and was ended too, as {@code 17 (java)}.
     */
    public record Stopped(boolean graceful, List<String> strays) {
        public Stopped {
            strays = List.copyOf(strays);
        }
    }

    /** Asks the process itself to read its files again, as daemons understand SIGHUP. */
    public void hangUp(ManagedProcess process) {
        if (process.ended() || !table.runs(process.pid(), process.startTicks())) return;
        CFunction.of("kill").call(process.pid(), HANG_UP, 0);
    }

    /**
     * Asks, waits for {@code patience}, then kills; afterwards nothing runs of the process, nor of what {@code with}
     * says belongs to it.
     */
    public Stopped stop(ManagedProcess process, Duration patience, Predicate<Mark> with) throws InterruptedException {
        Map<Long, String> ended = new LinkedHashMap<>();
        List<Entry> strays = strays(process, with);
        note(strays, ended);
        terminate(process);
        strays.forEach(each -> ProcessHandle.of(each.pid()).ifPresent(ProcessHandle::destroy));
        long deadline = System.nanoTime() + patience.toNanos();
        awaitExit(process, patience);
        boolean late = false;
        while (!late && (!members(process).isEmpty() || anyRuns(strays))) {
            late = System.nanoTime() - deadline >= 0;
            if (!late) Thread.sleep(LOOK_AGAIN_MS);
        }
        if (late) kill(process);
        int killed = killStrays(() -> strays(process, with), ended);
        return new Stopped(!late && killed == 0, List.copyOf(ended.values()));
    }

    /**
     * What ran beside a process.
     *
     * @param runs Of which starts it was.
     * @param processes As {@code 17 (java)}.
     */
    public record Others(Set<String> runs, List<String> processes) {
        public Others {
            runs = Set.copyOf(runs);
            processes = List.copyOf(processes);
        }
    }

    /** Ends, as {@link #stop} does, what is of other starts of the app than that process is. */
    public Others endOthers(ManagedProcess process, Duration patience, Mark.App app) throws InterruptedException {
        Set<String> runs = new HashSet<>();
        Predicate<Mark> other = mark -> {
            String run = mark.run();
            return app.owns(mark) && run != null && !run.equals(process.run());
        };
        Map<Long, String> ended = new LinkedHashMap<>();
        List<Entry> left = strays(process, other);
        for (Entry each : left) {
            String run = table.mark(each.pid()).run();
            if (run != null) runs.add(run);
        }
        note(left, ended);
        left.forEach(each -> ProcessHandle.of(each.pid()).ifPresent(ProcessHandle::destroy));
        long deadline = System.nanoTime() + patience.toNanos();
        while (anyRuns(left) && System.nanoTime() - deadline < 0) Thread.sleep(LOOK_AGAIN_MS);
        Predicate<Mark> found = mark -> { // what the process's guard has started meanwhile is none of them
            String run = mark.run();
            return run != null && runs.contains(run);
        };
        killStrays(() -> strays(process, found), ended);
        return new Others(runs, List.copyOf(ended.values()));
    }

    /** Kills all that is left of an app of which no process is guarded; returns what that was. */
    public List<String> sweep(Mark.App app) throws InterruptedException {
        Map<Long, String> ended = new LinkedHashMap<>();
        killStrays(() -> marked(entry -> app.owns(table.mark(entry.pid()))), ended);
        return List.copyOf(ended.values());
    }

    /** Kills what a process that has ended by itself has left behind, but not its successor; returns what that was. */
    public List<String> sweep(ManagedProcess process, ManagedProcess.Exit exit, Mark.App app)
            throws InterruptedException {
        Map<Long, String> ended = new LinkedHashMap<>();
        kill(process, ended);
        String run = process.run();
        long end = process.startTicks() + process.uptime(exit).toMillis() / MS_PER_TICK;
        killStrays(
                () -> marked(entry -> {
                    Mark mark = table.mark(entry.pid());
                    if (!app.owns(mark)) return false;
                    if (run != null) return run.equals(mark.run());
                    return mark.run() == null && entry.startTicks() >= process.startTicks() && entry.startTicks() < end;
                }),
                ended);
        return List.copyOf(ended.values());
    }

    private boolean anyRuns(List<Entry> some) {
        for (Entry each : some) if (table.runs(each.pid(), each.startTicks())) return true;
        return false;
    }

    private void note(List<Entry> some, Map<Long, String> ended) {
        for (Entry each : some) ended.computeIfAbsent(each.pid(), table::shown);
    }

    private interface Look {
        List<Entry> at();
    }

    /** Until nothing is left, as new ones may be forked meanwhile; returns how many there were. */
    private int killStrays(Look look, Map<Long, String> ended) throws InterruptedException {
        long deadline = System.nanoTime() + KILL_WAIT.toNanos();
        Set<Long> killed = new HashSet<>();
        List<Entry> left = look.at();
        while (!left.isEmpty() && System.nanoTime() - deadline < 0) {
            note(left, ended);
            for (Entry each : left) {
                killed.add(each.pid());
                if (table.runs(each.pid(), each.startTicks())) {
                    ProcessHandle.of(each.pid()).ifPresent(ProcessHandle::destroyForcibly);
                }
            }
            Thread.sleep(1);
            left = look.at();
        }
        return killed.size();
    }

    /** What carries the app's mark but went away from the session. */
    private List<Entry> strays(ManagedProcess process, Predicate<Mark> belongs) {
        return marked(each ->
                each.pid() != process.pid() && each.session() != process.pid() && belongs.test(table.mark(each.pid())));
    }

    /** Those, and all they have started, whatever environment that has. */
    private List<Entry> marked(Predicate<Entry> belongs) {
        List<Entry> all = table.all();
        Set<Long> pids = new HashSet<>();
        for (Entry each : all) if (each.pid() != SELF && belongs.test(each)) pids.add(each.pid());
        if (pids.isEmpty()) return List.of();
        descendants(all, pids);
        List<Entry> found = new ArrayList<>();
        for (Entry each : all) if (pids.contains(each.pid()) && each.pid() != SELF) found.add(each);
        return found;
    }

    /** Kills (SIGKILL) until nothing is left, as new ones may be forked meanwhile; returns how many were there. */
    public int kill(ManagedProcess process) throws InterruptedException {
        return kill(process, null);
    }

    private int kill(ManagedProcess process, @Nullable Map<Long, String> ended) throws InterruptedException {
        long deadline = System.nanoTime() + KILL_WAIT.toNanos();
        Set<Long> killed = new HashSet<>();
        List<Entry> left = members(process);
        while (!left.isEmpty() && System.nanoTime() - deadline < 0) {
            if (ended != null) note(left, ended);
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
    public long residentKb(ManagedProcess process) {
        long sum = 0;
        for (Entry each : members(process)) sum += table.residentKb(each.pid());
        return sum;
    }

    /**
     * The living processes of its session and their descendants. A pid that has been given to a stranger since makes
     * the list empty: a session's id is not given away while anyone is in it.
     */
    public List<Entry> members(ManagedProcess process) {
        List<Entry> all = table.all();
        Set<Long> pids = new HashSet<>();
        for (Entry each : all) {
            boolean leader = each.pid() == process.pid();
            if (leader && each.startTicks() != process.startTicks()) return List.of();
            if (leader || each.session() == process.pid()) pids.add(each.pid());
        }
        descendants(all, pids);
        all.removeIf(each -> !pids.contains(each.pid()));
        return all;
    }

    private static void descendants(List<Entry> all, Set<Long> pids) {
        boolean grew = !pids.isEmpty();
        while (grew) {
            grew = false;
            for (Entry each : all) {
                if (pids.contains(each.parent()) && pids.add(each.pid())) grew = true;
            }
        }
    }
}
