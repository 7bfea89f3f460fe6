package io.stardust.server.report;

import io.stardust.api.report.TaskRun;
import io.stardust.server.db.Database;
import io.stardust.server.db.Expiry;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.DeploymentStore;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Reads what became of tasks. Thread-safe. */
public final class TaskRuns {
    private final Database db;
    private final DeploymentStore deployments = new DeploymentStore();
    private final TaskRunStore store = new TaskRunStore();

    /** Runs go when they are old. */
    public static void keep(Expiry expiry, Supplier<Duration> runs) {
        expiry.keep("runs of tasks", runs, TaskRunStore::expire);
    }

    public TaskRuns(Database db) {
        this.db = db;
    }

    List<TaskRun> ofDeployment(Visible visible, long id, long cursor, int limit) {
        return db.read(sql -> {
            deployments.require(sql, visible, id);
            return store.ofDeployment(sql, id, cursor, limit);
        });
    }
}
