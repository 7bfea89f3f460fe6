package io.stardust.agent;

import io.stardust.agent.service.Installation;
import io.stardust.agent.state.ProcessRecord;
import io.stardust.agent.state.ProcessRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The apps that an agent has left running, by what it wrote down of them. Used when no agent is at work any more. */
final class RunningApps implements Installation.Apps {
    private static final int PATIENCE_S = 10; // as an app gets it from its agent
    private static final long LOOK_MS = 100;

    @Override
    public List<String> running(Path data) throws IOException {
        List<String> running = new ArrayList<>();
        for (ProcessRecord record : records(data)) running.add(record.name() + " (process " + record.pid() + ")");
        return running;
    }

    private static List<ProcessRecord> records(Path data) throws IOException {
        List<ProcessRecord> running = new ArrayList<>();
        for (ProcessRecord record :
                new ProcessRecords(data.resolve("state")).load().values()) {
            if (record.pid() > 0 && startedAt(record.pid()) == record.startTicks()) running.add(record);
        }
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
        List<ProcessHandle> all = new ArrayList<>();
        for (ProcessRecord record : records(data)) {
            ProcessHandle.of(record.pid()).ifPresent(app -> {
                all.add(app);
                app.descendants().forEach(all::add);
            });
        }
        all.forEach(ProcessHandle::destroy);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (anyAlive(all) && System.nanoTime() < end) TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        all.forEach(ProcessHandle::destroyForcibly);
        end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (anyAlive(all) && System.nanoTime() < end) TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        if (anyAlive(all)) throw new IOException("apps do not end: " + String.join(", ", running(data)));
    }

    private static boolean anyAlive(List<ProcessHandle> all) {
        for (ProcessHandle each : all) if (each.isAlive() && startedAt(each.pid()) >= 0) return true;
        return false;
    }
}
