package io.stardust.agent.supervise.process;

import io.stardust.agent.supervise.process.ProcTable.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What runs of the apps of an agent that is not at work any more, found by the mark that each start gives to all that
 * comes of it: also what went into a session of its own. Stateless.
 */
public final class MarkedProcesses {
    private static final long SELF = ProcessHandle.current().pid();

    private final ProcTable table = new ProcTable(Path.of("/proc"));

    /** A process, and the app that it is of. */
    public record Found(long pid, String app) {}

    /** Those that were started from the data directory {@code data}. */
    public List<Found> of(Path data) {
        String owner = Runs.owner(data) + "-";
        List<Found> found = new ArrayList<>();
        for (Entry each : table.all()) {
            Mark mark = table.mark(each.pid());
            String run = mark.run();
            if (run == null || !run.startsWith(owner) || each.pid() == SELF) continue;
            found.add(new Found(each.pid(), mark.instance().replaceFirst("@.*", "")));
        }
        return found;
    }
}
