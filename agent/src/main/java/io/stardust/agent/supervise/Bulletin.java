package io.stardust.agent.supervise;

import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.deploy.StepReport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** The latest state of every placement, and the way of news to {@link Reports}. Thread-safe; never blocks. */
final class Bulletin {
    private final Map<Long, PlacementReport> latest = new ConcurrentHashMap<>();
    private final Reports reports;
    private final Executor teller;

    Bulletin(Reports reports, Executor teller) {
        this.reports = reports;
        this.teller = teller;
    }

    void placement(PlacementReport report) {
        latest.put(report.id(), report);
        teller.execute(() -> reports.placement(report));
    }

    void step(StepReport step) {
        teller.execute(() -> reports.step(step));
    }

    void forget(long placementId) {
        latest.remove(placementId);
    }

    List<PlacementReport> snapshot() {
        return List.copyOf(latest.values());
    }
}
