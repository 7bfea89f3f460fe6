package io.stardust.server.rollout;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.stardust.protocol.deploy.PlacementState;
import io.stardust.server.deploy.Told;
import io.stardust.server.deploy.Why;
import io.stardust.server.history.HistoryStore;
import io.stardust.server.history.Step;
import io.stardust.server.history.StepView;
import io.stardust.server.rollout.RolloutGlance.Counted;
import io.stardust.server.rollout.RolloutPlacement.Progress;
import io.stardust.server.rollout.RolloutStore.Named;
import io.stardust.server.rollout.RolloutView.Page;
import io.stardust.server.rollout.RolloutView.Part;
import io.stardust.server.rollout.RolloutView.Seen;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
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

    private static final int OUTPUT = 1_000; // characters

    /** What needs somebody first. */
    private static final List<Progress> ORDER = List.of(
            Progress.FAILED, Progress.WORKING, Progress.QUEUED, Progress.PLANNED, Progress.READY, Progress.SUPERSEDED);

    /** Above any id of a placement; a cursor is the rank of a state times this, plus an id. */
    private static final long RANK = 1_000_000_000_000L;

    private final RolloutStore store = new RolloutStore();
    private final HistoryStore history = new HistoryStore();

    /** @param state null = whichever; {@code batch}: -1 = whichever; {@code steps}: with their steps */
    record Filter(@Nullable Progress state, int batch, boolean steps) {
        static final Filter NONE = new Filter(null, -1, false);
    }

    RolloutView view(Handle sql, Named found, boolean steps, List<String> warnings) {
        long id = found.rollout().id();
        Counted counted = store.counts(sql, List.of(id)).getOrDefault(id, new Counted());
        return RolloutView.of(
                RolloutGlance.of(found.rollout(), found.deployment(), counted),
                page(sql, id, new Filter(null, -1, steps), 0, FIRST),
                warnings);
    }

    /** Failures first, then what is under way; {@code cursor} is the {@code next} of the page before, 0 = none. */
    Page page(Handle sql, long rolloutId, Filter filter, long cursor, int limit) {
        List<Part> parts = new ArrayList<>();
        int first = (int) Math.min(cursor / RANK, ORDER.size());
        for (int rank = first; rank < ORDER.size() && parts.size() <= limit; rank++) {
            Progress state = ORDER.get(rank);
            if (filter.state() != null && filter.state() != state) continue;
            long after = rank == first ? cursor % RANK : 0;
            parts.addAll(parts(sql, rolloutId, state, filter.batch(), after, limit + 1 - parts.size()));
        }
        boolean more = parts.size() > limit;
        List<Part> shown = more ? parts.subList(0, limit) : parts;
        if (filter.steps()) shown = withSteps(sql, rolloutId, shown);
        @Nullable Long next = more ? Long.valueOf(cursor(shown.getLast())) : null;
        return new Page(shown, next);
    }

    private static long cursor(Part part) {
        int rank = 0;
        while (!ORDER.get(rank).wire().equals(part.state())) rank++;
        return rank * RANK + part.placementId();
    }

    private List<Part> parts(Handle sql, long rolloutId, Progress state, int batch, long after, int limit) {
        String select = """
                select rp.placement_id, rp.node_id, rp.node_name, rp.release_id, rp.version, rp.from_release_id,
                    fr.version as from_version, rp.batch, rp.state, rp.reason, rp.why, rp.updated_at, rp.undone_by,
                    coalesce(s.online, :no) as online, o.state as seen, o.reason as seen_reason, o.why as seen_why, o.exit_code, o.output
                from rollout_placement rp
                left join release fr on fr.id = rp.from_release_id
                left join node_seen s on s.node_id = rp.node_id
                left join observed o on o.placement_id = rp.placement_id
                where rp.rollout_id = :rollout and rp.state = :state and rp.placement_id > :after%s
                order by rp.placement_id
                limit :limit
                """.formatted(batch < 0 ? "" : " and rp.batch = :batch");
        var query = sql.createQuery(select)
                .bind("no", false)
                .bind("rollout", rolloutId)
                .bind("state", state)
                .bind("after", after)
                .bind("limit", limit);
        if (batch >= 0) query.bind("batch", batch);
        return query.map((row, _) -> part(row, state)).list();
    }

    private static Part part(ResultSet row, Progress state) throws SQLException {
        boolean online = row.getBoolean("online");
        String node = row.getString("node_name");
        @Nullable Told told = Told.kept(row.getString("reason"), row.getString("why"));
        boolean waits = state == Progress.QUEUED || state == Progress.WORKING;
        if (waits && !online) told = Told.of(RolloutNode.away(node));
        return new Part(
                row.getLong("placement_id"),
                row.getLong("node_id"),
                node,
                row.getLong("release_id"),
                row.getString("version"),
                number(row, "from_release_id"),
                row.getString("from_version"),
                row.getInt("batch"),
                state.wire(),
                Told.textOf(told),
                row.getLong("updated_at"),
                number(row, "undone_by"),
                online,
                List.of(),
                seen(row, state == Progress.FAILED),
                Why.read(Told.whyOf(told)));
    }

    private static @Nullable Seen seen(ResultSet row, boolean output) throws SQLException {
        @Nullable String state = row.getString("seen");
        if (state == null) return null;
        @Nullable Long exit = number(row, "exit_code");
        @Nullable String printed = output ? row.getString("output") : null;
        return new Seen(
                PlacementState.valueOf(state).wire(),
                row.getString("seen_reason"),
                exit == null ? null : Math.toIntExact(exit),
                printed == null || printed.length() <= OUTPUT ? printed : printed.substring(printed.length() - OUTPUT),
                Why.read(row.getString("seen_why")));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
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
                        .collect(groupingBy(Step::placementId, mapping(StepView::of, toList())));
        return parts.stream()
                .map(part -> {
                    List<StepView> own = steps.getOrDefault(part.placementId(), List.of());
                    return part.with(own.subList(Math.max(0, own.size() - STEPS), own.size()));
                })
                .toList();
    }
}
