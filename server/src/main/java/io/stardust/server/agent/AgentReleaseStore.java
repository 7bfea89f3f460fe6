package io.stardust.server.agent;

import io.stardust.server.db.Rows;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** The SQL of agent releases, which belong to no project. Stateless; runs on the handle it is given. */
final class AgentReleaseStore {
    private static final RowMapper<AgentRelease> RELEASE = Rows.of(MethodHandles.lookup(), AgentRelease.class);
    private static final String SELECT = """
            select id, version, channel, product, platform, enabled, sha256, md5, size, note, created_by, revision,
                created_at
            from agent_release
            """;

    void insert(Handle sql, AgentRelease release) {
        String insert = """
                insert into agent_release (id, version, channel, product, platform, enabled, sha256, md5, size, note,
                    created_by, revision, created_at)
                values (:id, :version, :channel, :product, :platform, :enabled, :sha256, :md5, :size, :note,
                    :createdBy, :revision, :createdAt)
                """;
        sql.createUpdate(insert).bindMethods(release).execute();
    }

    void update(Handle sql, AgentRelease release) {
        String update = """
                update agent_release set channel = :channel, enabled = :enabled, note = :note, revision = :revision
                where id = :id
                """;
        sql.createUpdate(update).bindMethods(release).execute();
    }

    void delete(Handle sql, long id) {
        sql.createUpdate("delete from agent_release where id = :id")
                .bind("id", id)
                .execute();
    }

    Optional<AgentRelease> find(Handle sql, long id) {
        return sql.createQuery(SELECT + "where id = :id")
                .bind("id", id)
                .map(RELEASE)
                .findOne();
    }

    Optional<AgentRelease> find(Handle sql, String product, String version, String platform) {
        String select = SELECT + "where product = :product and version = :version and platform = :platform";
        return sql.createQuery(select)
                .bind("product", product)
                .bind("version", version)
                .bind("platform", platform)
                .map(RELEASE)
                .findOne();
    }

    /** Newest first, one more than {@code limit} when there are more; {@code cursor} 0: from the newest. */
    List<AgentRelease> page(Handle sql, long cursor, int limit) {
        String select = SELECT + "where :cursor = 0 or id < :cursor order by id desc limit :limit";
        return sql.createQuery(select)
                .bind("cursor", cursor)
                .bind("limit", limit + 1)
                .map(RELEASE)
                .list();
    }

    /** Those that may be used. There are never many: people upload each by hand. */
    List<AgentRelease> enabled(Handle sql, String product) {
        return sql.createQuery(SELECT + "where product = :product and enabled = :yes")
                .bind("product", product)
                .bind("yes", true)
                .map(RELEASE)
                .list();
    }
}
