package io.stardust.server.adopt;

import io.stardust.server.access.secret.SealedValues;
import io.stardust.server.db.Rows;
import java.lang.invoke.MethodHandles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Adopted local services in the database. Stateless; every method runs on the handle it is given. */
public final class AdoptedStore implements SealedValues {
    private static final RowMapper<Adopted> ADOPTED = Rows.of(MethodHandles.lookup(), Adopted.class);
    private static final String SELECT = """
            select a.placement_id, a.deployment_id, a.node_id, a.service, a.told, a.state, a.ticket, a.version, a.note,
                a.actor, a.user_id, a.user_name, a.files, a.bytes, a.total_bytes, a.left_out, a.reason, a.release_id,
                a.begun_at, a.heard_at
            from adoption a
            join placement p on p.id = a.placement_id
            """;

    Optional<Adopted> find(Handle sql, long placementId) {
        return sql.createQuery(SELECT + "where a.placement_id = :id")
                .bind("id", placementId)
                .map(ADOPTED)
                .findOne();
    }

    /** Of a service whose placement nobody has published to. */
    Optional<Adopted> begun(Handle sql, long nodeId, String service) {
        return sql.createQuery(SELECT + "where a.node_id = :node and a.service = :service and p.release_id is null")
                .bind("node", nodeId)
                .bind("service", service)
                .map(ADOPTED)
                .findOne();
    }

    Optional<Adopted> ofTicket(Handle sql, long nodeId, String ticket) {
        return sql.createQuery(SELECT + "where a.node_id = :node and a.ticket = :ticket")
                .bind("node", nodeId)
                .bind("ticket", ticket)
                .map(ADOPTED)
                .findOne();
    }

    /** Those of a deployment whose placements nobody has published to, by placement. */
    Map<Long, Adopted> waiting(Handle sql, long deploymentId) {
        Map<Long, Adopted> all = new HashMap<>();
        sql.createQuery(SELECT + "where p.deployment_id = :deployment and p.release_id is null")
                .bind("deployment", deploymentId)
                .map(ADOPTED)
                .forEach(each -> all.put(each.placementId(), each));
        return all;
    }

    /** Writes it, whatever was. */
    void put(Handle sql, Adopted adopted) {
        sql.createUpdate("delete from adoption where placement_id = :id or (node_id = :node and service = :service)")
                .bind("id", adopted.placementId())
                .bind("node", adopted.nodeId())
                .bind("service", adopted.service())
                .execute();
        String insert = """
                insert into adoption (placement_id, deployment_id, node_id, service, told, state, ticket, version, note,
                    actor, user_id, user_name, files, bytes, total_bytes, left_out, reason, release_id, begun_at,
                    heard_at)
                values (:placementId, :deploymentId, :nodeId, :service, :told, :state, :ticket, :version, :note,
                    :actor, :userId, :userName, :files, :bytes, :totalBytes, :leftOut, :reason, :releaseId, :begunAt,
                    :heardAt)
                """;
        sql.createUpdate(insert).bindMethods(adopted).execute();
    }

    /** Notes how far its agent is. */
    void progress(
            Handle sql, long placementId, long files, long bytes, long total, @Nullable String leftOut, long now) {
        String update = """
                update adoption set files = :files, bytes = :bytes, total_bytes = :total, left_out = :left, heard_at = :now
                where placement_id = :id
                """;
        sql.createUpdate(update)
                .bind("files", files)
                .bind("bytes", bytes)
                .bind("total", total)
                .bind("left", leftOut)
                .bind("now", now)
                .bind("id", placementId)
                .execute();
    }

    /** The ticket is used: its package comes in, of so many bytes. */
    void arrives(Handle sql, long placementId, long bytes, long now) {
        String update = """
                update adoption set state = 'UPLOADING', ticket = null, bytes = 0, total_bytes = :bytes, heard_at = :now
                where placement_id = :id
                """;
        sql.createUpdate(update)
                .bind("bytes", bytes)
                .bind("now", now)
                .bind("id", placementId)
                .execute();
    }

    /** So much of the package has come. */
    void arrived(Handle sql, long placementId, long bytes, long now) {
        sql.createUpdate("update adoption set bytes = :bytes, heard_at = :now where placement_id = :id")
                .bind("bytes", bytes)
                .bind("now", now)
                .bind("id", placementId)
                .execute();
    }

    void ended(Handle sql, long placementId, Adopted.State state, @Nullable Long releaseId, @Nullable String reason) {
        String update = """
                update adoption set state = :state, ticket = null, release_id = :release, reason = :reason
                where placement_id = :id
                """;
        sql.createUpdate(update)
                .bind("state", state.name())
                .bind("release", releaseId)
                .bind("reason", reason)
                .bind("id", placementId)
                .execute();
    }

    @Override
    public long count(Handle sql) {
        return sql.createQuery("select count(*) from adoption where told is not null")
                .mapTo(Long.class)
                .one();
    }

    @Override
    public int reseal(Handle sql, UnaryOperator<String> again) {
        Map<Long, String> kept = new HashMap<>();
        sql.createQuery("select placement_id, told from adoption where told is not null")
                .map((row, _) -> kept.put(row.getLong("placement_id"), row.getString("told")))
                .list();
        kept.forEach((id, told) -> sql.createUpdate("update adoption set told = :told where placement_id = :id")
                .bind("told", again.apply(told))
                .bind("id", id)
                .execute());
        return kept.size();
    }

    /** Words that are kept as lines. */
    static @Nullable String lines(@Nullable List<String> words) {
        return words == null || words.isEmpty() ? null : String.join("\n", words);
    }
}
