package io.stardust.server.rollout;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.stardust.api.history.StepView;
import io.stardust.api.rollout.RolloutConfig;
import io.stardust.api.rollout.RolloutSummary;
import io.stardust.api.rollout.RolloutView;
import io.stardust.api.rollout.RolloutView.Page;
import io.stardust.api.rollout.RolloutView.Part;
import io.stardust.server.config.CarriedConfigs;
import io.stardust.server.history.HistoryStore;
import io.stardust.server.history.Step;
import io.stardust.server.rollout.RolloutPlacement.Progress;
import io.stardust.server.rollout.RolloutStore.Named;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A rollout as people see it, page by page: a rollout of thousands of placements costs no more to look at than one of
 * fifty. Stateless; runs on the handle it is given.
 */
final class RolloutPages {
    /** Placements that are shown with the rollout itself. */
    static final int FIRST = 50;

    /** Steps of one placement that are shown in a page. */
    static final int STEPS = 30;

    /** What needs somebody first. */
    private static final List<Progress> ORDER = List.of(
            Progress.FAILED, Progress.WORKING, Progress.QUEUED, Progress.PLANNED, Progress.READY, Progress.SUPERSEDED);

    /** Above any id of a placement; a cursor is the rank of a state times this, plus an id. */
    private static final long RANK = 1_000_000_000_000L;

    private final RolloutStore store = new RolloutStore();
    private final RolloutPageStore rows = new RolloutPageStore();
    private final HistoryStore history = new HistoryStore();
    private final CarriedConfigs configs;

    RolloutPages(CarriedConfigs configs) {
        this.configs = configs;
    }

    /** @param state null = whichever; {@code batch}: -1 = whichever; {@code steps}: with their steps */
    record Filter(@Nullable Progress state, int batch, boolean steps) {
        static final Filter NONE = new Filter(null, -1, false);
    }

    RolloutView view(Handle sql, Named found, boolean steps, List<String> warnings) {
        long id = found.rollout().id();
        Counted counted = store.counts(sql, List.of(id)).getOrDefault(id, new Counted());
        return whole(
                counted.glance(found.rollout(), found.deployment()),
                page(sql, id, new Filter(null, -1, steps), 0, FIRST),
                warnings,
                configs.of(sql, id));
    }

    private static RolloutView whole(
            RolloutSummary glance, Page page, List<String> warnings, @Nullable RolloutConfig config) {
        return new RolloutView(
                glance.id(),
                glance.deploymentId(),
                glance.deploymentName(),
                glance.kind(),
                glance.releaseId(),
                glance.version(),
                glance.fromReleaseId(),
                glance.status(),
                glance.createdAt(),
                glance.createdBy(),
                glance.finishedAt(),
                glance.startAt(),
                glance.batch(),
                glance.canary(),
                glance.pauseSeconds(),
                glance.pauseAfterCanary(),
                glance.weight(),
                glance.rampSeconds(),
                glance.onFailure(),
                glance.maxFailures(),
                glance.healthSeconds(),
                glance.currentBatch(),
                glance.batches(),
                glance.nextBatchAt(),
                glance.pausedWhy(),
                glance.pausedBy(),
                glance.revertedBy(),
                glance.reverts(),
                glance.placements(),
                page.items(),
                page.next(),
                warnings,
                config);
    }

    /** Failures first, then what is under way; {@code cursor} is the {@code next} of the page before, 0 = none. */
    Page page(Handle sql, long rolloutId, Filter filter, long cursor, int limit) {
        List<Part> parts = new ArrayList<>();
        int first = (int) Math.min(cursor / RANK, ORDER.size());
        for (int rank = first; rank < ORDER.size() && parts.size() <= limit; rank++) {
            Progress state = ORDER.get(rank);
            if (filter.state() != null && filter.state() != state) continue;
            long after = rank == first ? cursor % RANK : 0;
            parts.addAll(rows.parts(sql, rolloutId, state, filter.batch(), after, limit + 1 - parts.size()));
        }
        boolean more = parts.size() > limit;
        List<Part> shown = more ? parts.subList(0, limit) : parts;
        @Nullable Long next = more ? Long.valueOf(cursor(shown.getLast())) : null;
        if (filter.steps()) shown = withSteps(sql, rolloutId, shown);
        return new Page(withInstances(sql, shown), next);
    }

    private List<Part> withInstances(Handle sql, List<Part> parts) {
        Map<Long, RolloutPageStore.Running> processes =
                rows.processes(sql, parts.stream().map(Part::placementId).toList());
        Map<Long, CarriedConfigs.Having> byApp = new HashMap<>(); // of a rollout there is one
        return parts.stream()
                .map(part -> {
                    RolloutPageStore.@Nullable Running process = processes.get(part.placementId());
                    if (process == null) return part;
                    return part.having(byApp.computeIfAbsent(process.appId(), configs::having)
                            .of(process.service(), process.nodeId()));
                })
                .toList();
    }

    private static long cursor(Part part) {
        int rank = 0;
        while (!ORDER.get(rank).wire().equals(part.state())) rank++;
        return rank * RANK + part.placementId();
    }

    private List<Part> withSteps(Handle sql, long rolloutId, List<Part> parts) {
        if (parts.isEmpty()) return parts;
        Map<Long, List<StepView>> steps =
                history
                        .ofRollout(
                                sql,
                                rolloutId,
                                parts.stream().map(Part::placementId).toList())
                        .stream()
                        .collect(groupingBy(Step::placementId, mapping(Step::view, toList())));
        return parts.stream()
                .map(part -> {
                    List<StepView> own = steps.getOrDefault(part.placementId(), List.of());
                    return part.with(own.subList(Math.max(0, own.size() - STEPS), own.size()));
                })
                .toList();
    }
}
