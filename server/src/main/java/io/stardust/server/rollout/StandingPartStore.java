package io.stardust.server.rollout;

import io.stardust.server.db.Rows;
import java.lang.invoke.MethodHandles;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of rollouts stand and which were undone, in the database. A part stands from its begin until a rollback
 * undoes it; one that a rollback was to undo and did not get to stands on. Stateless; runs on the handle it is given.
 */
final class StandingPartStore {
    private static final RowMapper<RolloutPlacement> PART = Rows.of(MethodHandles.lookup(), RolloutPlacement.class);

    private static String stands(String part) {
        return """
                (%1$s.undone_by is null or exists (
                    select 1 from rollout_placement b
                    where b.rollout_id = %1$s.undone_by and b.placement_id = %1$s.placement_id and b.revision = 0
                        and b.state = 'SUPERSEDED'))
                """.formatted(part);
    }

    /** It went to another release than the one that was wanted to run there, or ran nothing. */
    private static String moved(String part) {
        return "(%1$s.from_release_id is null or %1$s.from_release_id <> %1$s.release_id or %1$s.from_state is null "
                .concat("or %1$s.from_state <> 'RUNNING')")
                .formatted(part);
    }

    private static String list(Collection<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** The publishes of a deployment of which something stands, newest first; not those that only repeated one. */
    List<Long> candidates(Handle sql, long deploymentId) {
        String select = """
                select r.id from rollout r
                where r.deployment_id = :deployment and r.kind = 'publish' and exists (
                    select 1 from rollout_placement rp
                    where rp.rollout_id = r.id and rp.revision > 0 and %s and %s)
                order by r.id desc
                """.formatted(stands("rp"), moved("rp"));
        return sql.createQuery(select)
                .bind("deployment", deploymentId)
                .mapTo(Long.class)
                .list();
    }

    /** The parts of {@code rollout} that stand and that nothing newer came after. */
    List<RolloutPlacement> undoable(Handle sql, Rollout rollout) {
        String last = rollout.kind().equals("publish")
                ? """
                p.release_id = rp.release_id and not exists (
                    select 1 from rollout_placement n
                    join rollout nr on nr.id = n.rollout_id
                    where n.placement_id = rp.placement_id and n.rollout_id > rp.rollout_id and n.revision > 0
                        and nr.kind = 'publish' and %s and %s)
                """.formatted(stands("n"), moved("n"))
                : "p.rollout_id = rp.rollout_id";
        String select = """
                select rp.rollout_id, rp.placement_id, rp.node_id, rp.node_name, rp.release_id, rp.version, rp.revision,
                    rp.state, rp.reason, rp.updated_at, rp.batch, rp.begin_at, rp.due_at, rp.from_release_id,
                    rp.from_state, rp.undone_by, rp.why
                from rollout_placement rp
                join placement p on p.id = rp.placement_id
                where rp.rollout_id = :rollout and rp.revision > 0 and p.state <> 'REMOVED' and %s and %s
                order by rp.placement_id
                """.formatted(stands("rp"), last);
        return sql.createQuery(select).bind("rollout", rollout.id()).map(PART).list();
    }

    /** True while a part of it stands or is still to begin. */
    boolean stands(Handle sql, long rolloutId) {
        String select = "select 1 from rollout_placement rp where rp.rollout_id = :rollout and "
                + "(rp.state = 'PLANNED' or rp.revision > 0 and " + stands("rp") + ") limit 1";
        return sql.createQuery(select)
                .bind("rollout", rolloutId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Notes that parts are undone by {@code by}, or that they stand again: null. */
    void mark(Handle sql, long rolloutId, Collection<Long> placements, @Nullable Long by) {
        if (placements.isEmpty()) return;
        sql.createUpdate("update rollout_placement set undone_by = :by where rollout_id = :rollout and revision > 0 "
                        + "and placement_id in (" + list(placements) + ")")
                .bind("by", by)
                .bind("rollout", rolloutId)
                .execute();
    }

    /** Has everything stand again that {@code by} had undone for these placements. */
    void restore(Handle sql, long by, Collection<Long> placements) {
        if (placements.isEmpty()) return;
        sql.createUpdate("update rollout_placement set undone_by = null where undone_by = :by and placement_id in ("
                        + list(placements) + ")")
                .bind("by", by)
                .execute();
    }

    /**
     * Notes that {@code by}, which goes to a release that somebody named, undoes all that came after that release.
     *
     * @return the rollouts of which parts were undone
     */
    List<Long> markAfter(Handle sql, Rollout by) {
        String update = """
                update rollout_placement set undone_by = :by
                where placement_id in (select mine.placement_id from rollout_placement mine where mine.rollout_id = :by) and revision > 0 and undone_by is null and rollout_id < :by
                    and rollout_id in (select id from rollout where deployment_id = :deployment and kind = 'publish')
                    and not exists (
                        select 1 from rollout_placement x
                        join rollout xr on xr.id = x.rollout_id
                        where x.placement_id = rollout_placement.placement_id and xr.kind = 'publish'
                            and x.revision > 0 and x.undone_by is null and x.release_id = :release
                            and x.rollout_id >= rollout_placement.rollout_id and x.rollout_id < :by)
                """;
        sql.createUpdate(update)
                .bind("by", by.id())
                .bind("deployment", by.deploymentId())
                .bind("release", by.releaseId())
                .execute();
        String undone = """
                select distinct rollout_id from rollout_placement
                where undone_by = :by
                    and placement_id in (select mine.placement_id from rollout_placement mine where mine.rollout_id = :by)
                order by rollout_id
                """;
        return sql.createQuery(undone).bind("by", by.id()).mapTo(Long.class).list();
    }
}
