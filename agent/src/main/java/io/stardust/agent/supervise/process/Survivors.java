package io.stardust.agent.supervise.process;

import io.stardust.agent.state.ProcessRecord;
import io.stardust.agent.supervise.process.ManagedProcess.Exit;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Finds processes that an earlier agent started. Used by one thread. */
public final class Survivors {
    private final ProcTable table;
    private final ProcessWatch watch;
    private @Nullable Map<List<String>, List<ProcTable.Entry>> byCommand;

    public Survivors(ProcTable table, ProcessWatch watch) {
        this.table = table;
        this.watch = watch;
    }

    /** Takes on the recorded process if it is the one recorded: by pid and start, and the same life of the machine. */
    public @Nullable ManagedProcess recorded(ProcessRecord record) {
        if (record.pid() <= 0 || !table.runs(record.pid(), record.startTicks())) return null;
        if (record.boot() != null && !record.boot().equals(table.bootId())) return null; // another life of the machine
        return adopt(record.pid(), record.startTicks(), record.startTime());
    }

    /**
     * Takes on the only process with exactly these arguments in this directory; null when there is none or several. The
     * whole table is read once per agent start.
     */
    public @Nullable ManagedProcess running(List<List<String>> commands, Path directory) {
        List<ProcTable.Entry> found = new ArrayList<>();
        for (List<String> command : commands) {
            for (ProcTable.Entry each : byCommand().getOrDefault(command, List.of())) {
                boolean there =
                        table.directory(each.pid()).filter(directory::equals).isPresent();
                if (there && !found.contains(each)) found.add(each);
            }
        }
        // A forked copy of the process shows the same arguments; its parent is the one meant.
        found.removeIf(each -> found.stream().anyMatch(other -> other.pid() == each.parent()));
        if (found.size() != 1) return null;
        ProcTable.Entry one = found.getFirst();
        return adopt(one.pid(), one.startTicks(), table.startTime(one.startTicks()));
    }

    private Map<List<String>, List<ProcTable.Entry>> byCommand() {
        Map<List<String>, List<ProcTable.Entry>> known = byCommand;
        if (known != null) return known;
        Map<List<String>, List<ProcTable.Entry>> read = new HashMap<>();
        for (ProcTable.Entry each : table.all()) {
            List<String> command = table.commandLine(each.pid());
            if (!command.isEmpty())
                read.computeIfAbsent(command, _ -> new ArrayList<>()).add(each);
        }
        byCommand = read;
        return read;
    }

    /** The same process, as if an earlier agent had started it. */
    public ManagedProcess adopt(ManagedProcess one) {
        return adopt(one.pid(), one.startTicks(), one.started().toEpochMilli());
    }

    private ManagedProcess adopt(long pid, long startTicks, long startTime) {
        String run = table.mark(pid).run();
        CompletableFuture<Exit> exit = new CompletableFuture<>();
        watch.watch(pid, startTicks, () -> exit.complete(Exit.now(null)));
        long startedNanos = System.nanoTime() - table.age(startTicks).toNanos();
        return new ManagedProcess(pid, startTicks, Instant.ofEpochMilli(startTime), startedNanos, run, true, exit);
    }
}
