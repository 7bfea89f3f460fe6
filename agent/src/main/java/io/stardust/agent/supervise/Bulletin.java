package io.stardust.agent.supervise;

import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.deploy.StepReport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The latest state of every placement, and the way of news to {@link Reports}. Thread-safe; never blocks. */
final class Bulletin {
    private final Map<Long, PlacementReport> latest = new ConcurrentHashMap<>();
    private final Map<Long, Long> newest = new ConcurrentHashMap<>(); // number of the last report, by placement
    private final AtomicLong numbers = new AtomicLong();
    private final Reports reports;
    private final Executor teller;

    Bulletin(Reports reports, Executor teller) {
        this.reports = reports;
        this.teller = teller;
    }

    void placement(PlacementReport report) {
        newest.put(report.id(), numbers.incrementAndGet());
        latest.put(report.id(), report);
        teller.execute(() -> reports.placement(report));
    }

    /** As the other, of a report that a disk must be asked for: it counts when it is known, unless a newer one came. */
    void placement(long placementId, Supplier<PlacementReport> report) {
        Long number = numbers.incrementAndGet();
        newest.put(placementId, number);
        teller.execute(() -> {
            PlacementReport known = report.get();
            latest.compute(placementId, (id, last) -> number.equals(newest.get(id)) ? known : last);
            reports.placement(known);
        });
    }

    void step(StepReport step) {
        teller.execute(() -> reports.step(step));
    }

    void forget(long placementId) {
        newest.remove(placementId);
        latest.remove(placementId);
    }

    List<PlacementReport> snapshot() {
        return List.copyOf(latest.values());
    }
}
