package io.stardust.agent.supervise.process;

import io.stardust.agent.supervise.process.ProcTable.Entry;
import io.stardust.agent.supervise.process.ProcTable.Use;
import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.node.AppUse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Measures what apps use: each app's process with its session and its descendants, in one pass over the table. Shares
 * of processors are over the time since the look before, 0 in the first. Thread-safe.
 */
public final class Metering {
    private static final double TICKS_PER_SECOND = 100; // as user space sees them, on every Linux

    private final ProcTable table;
    private final LongSupplier nanoTime;
    private Map<Long, Long> before = Map.of();
    private long lookedAt;

    public Metering(ProcTable table, LongSupplier nanoTime) {
        this.table = table;
        this.nanoTime = nanoTime;
    }

    /** Of those that have a process. */
    public synchronized List<AppUse> look(List<PlacementReport> apps) {
        long now = nanoTime.getAsLong();
        double seconds = lookedAt == 0 ? 0 : (now - lookedAt) / 1e9;
        List<Entry> all = apps.stream().allMatch(app -> app.pid() == 0) ? List.of() : table.all();
        Map<Long, Long> ticks = new HashMap<>();
        List<AppUse> found = new ArrayList<>();
        for (PlacementReport app : apps) {
            if (app.pid() == 0) continue;
            Set<Long> members = members(all, app.pid());
            if (members.isEmpty()) continue; // it ended, and that is about to be told
            found.add(sum(app, members, seconds, ticks, age(all, app.pid())));
        }
        before = ticks;
        lookedAt = now;
        return List.copyOf(found);
    }

    private AppUse sum(PlacementReport app, Set<Long> members, double seconds, Map<Long, Long> ticks, long age) {
        long memory = 0;
        int threads = 0;
        double cpu = 0;
        for (long pid : members) {
            Use use = table.use(pid);
            memory += use.residentKb() * 1024;
            threads += use.threads();
            ticks.put(pid, use.ticks());
            long was = before.getOrDefault(pid, use.ticks());
            if (seconds > 0) cpu += Math.max(0, use.ticks() - was) / TICKS_PER_SECOND / seconds;
        }
        return new AppUse(
                app.id(), app.pid(), Math.round(cpu * 1000) / 1000.0, memory, threads, members.size(), age, 0);
    }

    private long age(List<Entry> all, long pid) {
        for (Entry each : all)
            if (each.pid() == pid) return table.age(each.startTicks()).toSeconds();
        return 0; // its process has gone, what it has started has not
    }

    private static Set<Long> members(List<Entry> all, long pid) {
        Set<Long> pids = new HashSet<>();
        for (Entry each : all) if (each.pid() == pid || each.session() == pid) pids.add(each.pid());
        boolean grew = !pids.isEmpty();
        while (grew) {
            grew = false;
            for (Entry each : all) if (pids.contains(each.parent()) && pids.add(each.pid())) grew = true;
        }
        return pids;
    }
}
