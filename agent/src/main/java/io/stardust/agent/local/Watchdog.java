package io.stardust.agent.local;

import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restarts apps that promised to call and fell silent. Only apps guarded here: anybody on the machine can send a call
 * that names a process, so no other process is ever touched (upstream's agent kills those). Thread-safe.
 */
public final class Watchdog {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final int MOST = 1_000;
    private static final long SECOND = 1_000_000_000L;

    private final Processes processes;
    private final LongSupplier nanoTime;
    private final Map<Long, Promise> promises = new HashMap<>(); // by process; guarded by this

    /** What the guard knows and does. */
    public interface Processes {
        /** Whether {@code pid} belongs to an app guarded here. */
        boolean guards(long pid);

        /** Ends the app that {@code pid} belongs to and starts it anew; nothing if it is gone. */
        void restart(long pid, Reason why);
    }

    public Watchdog(Processes processes, LongSupplier nanoTime) {
        this.processes = processes;
        this.nanoTime = nanoTime;
    }

    private record Promise(String name, int seconds, long at) {}

    /** An app called; {@code seconds} is how long it may be silent from now on, 0 = as long as it likes. */
    void called(long pid, String name, int seconds) {
        boolean promises = seconds > 0 && processes.guards(pid);
        synchronized (this) {
            if (!promises) this.promises.remove(pid);
            else if (this.promises.containsKey(pid) || this.promises.size() < MOST) {
                this.promises.put(pid, new Promise(name, seconds, nanoTime.getAsLong()));
            }
        }
    }

    /** Restarts who has been silent for too long. */
    public void look() {
        List<Map.Entry<Long, Promise>> broken = new ArrayList<>();
        synchronized (this) {
            if (promises.isEmpty()) return;
            long now = nanoTime.getAsLong();
            for (Iterator<Map.Entry<Long, Promise>> all = promises.entrySet().iterator(); all.hasNext(); ) {
                Map.Entry<Long, Promise> each = all.next();
                if (now - each.getValue().at < each.getValue().seconds * SECOND) continue;
                broken.add(Map.entry(each.getKey(), each.getValue()));
                all.remove();
            }
        }
        for (Map.Entry<Long, Promise> each : broken) {
            if (!processes.guards(each.getKey())) continue; // it ended meanwhile
            Reason why = Reason.of(Code.WATCHDOG, "pid", each.getKey(), "silence", each.getValue().seconds);
            LOG.warn("{}: {}", each.getValue().name, why);
            processes.restart(each.getKey(), why);
        }
    }
}
