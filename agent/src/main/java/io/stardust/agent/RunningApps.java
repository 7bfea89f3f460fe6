package io.stardust.agent;

import io.stardust.agent.service.Installation;
import io.stardust.agent.state.ProcessRecord;
import io.stardust.agent.state.ProcessRecords;
import io.stardust.agent.supervise.process.MarkedProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The apps that an agent has left running: by what it wrote down of them, and by the mark that everything carries which
 * they have started, wherever that went. Used when no agent is at work any more.
 */
final class RunningApps implements Installation.Apps {
    private static final int PATIENCE_S = 10; // as an app gets it from its agent
    private static final long LOOK_MS = 100;

    private final MarkedProcesses marked = new MarkedProcesses();

    @Override
    public List<String> running(Path data) throws IOException {
        return look(data).entrySet().stream()
                .map(each -> each.getValue() + " (process " + each.getKey() + ")")
                .toList();
    }

    /** The app of each process, by the process's number. */
    private Map<Long, String> look(Path data) throws IOException {
        Map<Long, String> running = new LinkedHashMap<>();
        for (ProcessRecord record :
                new ProcessRecords(data.resolve("state")).load().values()) {
            if (record.pid() > 0 && startedAt(record.pid()) == record.startTicks()) {
                running.put(record.pid(), record.name());
            }
        }
        marked.of(data).forEach(each -> running.putIfAbsent(each.pid(), each.app()));
        return running;
    }

    /** In ticks since the machine began, which tells a process from a later one of its number; -1 = there is none. */
    private static long startedAt(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return fields[0].equals("Z") ? -1 : Long.parseLong(fields[19]);
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }

    /** Asks them and what they have started to end, and kills what has not after a while. */
    @Override
    public void stop(Path data) throws IOException, InterruptedException {
        Map<Long, ProcessHandle> all = new LinkedHashMap<>();
        find(data, all);
        all.values().forEach(ProcessHandle::destroy);
        await(data, all, _ -> {});
        await(data, all, ProcessHandle::destroyForcibly);
        if (anyAlive(all)) throw new IOException("apps do not end: " + String.join(", ", running(data)));
    }

    /** Does {@code act} to what is left until nothing is, as they may start others meanwhile, or patience ends. */
    private void await(Path data, Map<Long, ProcessHandle> all, Consumer<ProcessHandle> act)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (System.nanoTime() < end) {
            find(data, all);
            if (!anyAlive(all)) return;
            all.values().forEach(act);
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    private void find(Path data, Map<Long, ProcessHandle> all) throws IOException {
        for (long pid : look(data).keySet()) {
            ProcessHandle.of(pid).ifPresent(app -> {
                all.put(pid, app);
                app.descendants().forEach(each -> all.put(each.pid(), each));
            });
        }
    }

    private static boolean anyAlive(Map<Long, ProcessHandle> all) {
        for (ProcessHandle each : all.values()) if (each.isAlive() && startedAt(each.pid()) >= 0) return true;
        return false;
    }
}
