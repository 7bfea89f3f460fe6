package io.stardust.server.release;

import io.stardust.server.db.Rows;
import io.stardust.server.db.Visible;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Releases in the database. Stateless; every method runs on the handle it is given. */
public final class ReleaseStore {
    private static final RowMapper<Release> RELEASE = Rows.of(MethodHandles.lookup(), Release.class);
    /** Columns of the rows of {@link #SELECT}. */
    static final String ROTTEN = "(p.rotten_at is not null)";

    static final String TRUSTED = """
            (not j.require_signature or exists (
                select 1 from signing_key k where k.project_id = d.project_id and k.key_id = r.signed_by))
            """;

    private static final String SELECT = """
            select nullif(p.manifest_sha256, '') as manifest_sha256, coalesce(p.entries, 0) as entries, r.signature,
                r.signed_by,
            """ + ROTTEN + " as rotten, " + TRUSTED + """
             as trusted,
                r.id, r.deployment_id, r.version, r.enabled, r.file_name, r.sha256, r.md5, r.size, r.overwrite,
                r.mode, r.os, r.arch, r.note, r.created_by, r.revision, r.created_at
            from release r
            join deployment d on d.id = r.deployment_id
            join project j on j.id = d.project_id
            left join stored_package p on p.sha256 = r.sha256
            """;

    void insert(Handle sql, Release release) {
        String insert = """
                insert into release (id, deployment_id, version, enabled, file_name, sha256, md5, size, overwrite,
                    mode, os, arch, note, created_by, revision, created_at, signature, signed_by)
                values (:id, :deploymentId, :version, :enabled, :fileName, :sha256, :md5, :size, :overwrite,
                    :mode, :os, :arch, :note, :createdBy, :revision, :createdAt, :signature, :signedBy)
                """;
        sql.createUpdate(insert).bindMethods(release).execute();
    }

    void update(Handle sql, Release release) {
        String update = """
                update release
                set enabled = :enabled, overwrite = :overwrite, os = :os, arch = :arch, note = :note, revision = :revision
                where id = :id
                """;
        sql.createUpdate(update).bindMethods(release).execute();
    }

    void sign(Handle sql, Release release) {
        sql.createUpdate("update release set signature = :signature, signed_by = :signedBy, revision = :revision"
                        + " where id = :id")
                .bindMethods(release)
                .execute();
    }

    void delete(Handle sql, long id) {
        sql.createUpdate("delete from release where id = :id").bind("id", id).execute();
    }

    public Optional<Release> find(Handle sql, Visible visible, long id) {
        return sql.createQuery(SELECT + "where r.id = :id and " + visible.on("d.project_id"))
                .bind("id", id)
                .map(RELEASE)
                .findOne();
    }

    /** The newest release that may be used. */
    public Optional<Release> newest(Handle sql, long deploymentId) {
        String select = SELECT + "where r.deployment_id = :deployment and " + ReleaseEligibility.FIT
                + " order by r.id desc limit 1";
        return sql.createQuery(select)
                .bind("deployment", deploymentId)
                .map(RELEASE)
                .findOne();
    }

    /** Those that may be used, newest first. */
    public List<Release> usable(Handle sql, long deploymentId) {
        String select =
                SELECT + "where r.deployment_id = :deployment and " + ReleaseEligibility.FIT + " order by r.id desc";
        return sql.createQuery(select)
                .bind("deployment", deploymentId)
                .map(RELEASE)
                .list();
    }

    /** The newest release that may be used and is older than {@code id}. */
    Optional<Release> before(Handle sql, long deploymentId, long id) {
        String select = SELECT + "where r.deployment_id = :deployment and " + ReleaseEligibility.FIT + """
                 and r.id < :id
                order by r.id desc
                limit 1
                """;
        return sql.createQuery(select)
                .bind("deployment", deploymentId)
                .bind("id", id)
                .map(RELEASE)
                .findOne();
    }

    /** Those with this content, by id. */
    List<Release> ofPackage(Handle sql, String sha256) {
        return sql.createQuery(SELECT + "where r.sha256 = :sha256 order by r.id")
                .bind("sha256", sha256)
                .map(RELEASE)
                .list();
    }

    Optional<Release> ofVersion(Handle sql, long deploymentId, String version) {
        return sql.createQuery(SELECT + "where r.deployment_id = :deployment and r.version = :version")
                .bind("deployment", deploymentId)
                .bind("version", version)
                .map(RELEASE)
                .findOne();
    }

    /** Whose it is. */
    long project(Handle sql, long id) {
        return sql.createQuery(
                        "select d.project_id from release r join deployment d on d.id = r.deployment_id where r.id = :id")
                .bind("id", id)
                .mapTo(Long.class)
                .one();
    }

    boolean versionTaken(Handle sql, long deploymentId, String version) {
        return sql.createQuery("select 1 from release where deployment_id = :deployment and version = :version")
                .bind("deployment", deploymentId)
                .bind("version", version)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** True while a placement, the deployment itself or what a rollout has still to begin names it. */
    boolean used(Handle sql, long id) {
        String select = """
                select 1 from placement where release_id = :id
                union all
                select 1 from deployment where release_id = :id
                union all
                select 1 from rollout_placement where release_id = :id and state = 'PLANNED'
                limit 1
                """;
        return sql.createQuery(select)
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** The SHA-256 of each package of a deployment. */
    Set<String> packages(Handle sql, long deploymentId) {
        return sql.createQuery("select sha256 from release where deployment_id = :deployment")
                .bind("deployment", deploymentId)
                .mapTo(String.class)
                .set();
    }

    /** Removes all of a deployment that has no placements. */
    void deleteAll(Handle sql, long deploymentId) {
        sql.createUpdate("delete from release where deployment_id = :deployment")
                .bind("deployment", deploymentId)
                .execute();
    }

    /** The SHA-256 of every package that some release has, of apps or of the agent: all lie in one store. */
    Set<String> blobs(Handle sql) {
        return sql.createQuery("select sha256 from release union select sha256 from agent_release")
                .mapTo(String.class)
                .set();
    }

    /**
     * Newest first, older than {@code cursor} (0: from the newest), one more than {@code limit} when there are more.
     */
    List<Release> list(Handle sql, long deploymentId, long cursor, int limit) {
        String select = SELECT + """
                where r.deployment_id = :deployment and (:cursor = 0 or r.id < :cursor)
                order by r.id desc
                limit :limit
                """;
        return sql.createQuery(select)
                .bind("deployment", deploymentId)
                .bind("cursor", cursor)
                .bind("limit", limit + 1)
                .map(RELEASE)
                .list();
    }
}
