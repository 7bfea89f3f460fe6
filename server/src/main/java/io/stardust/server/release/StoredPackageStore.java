package io.stardust.server.release;

import io.stardust.server.db.Rows;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Stored packages in the database. Stateless; every method runs on the handle it is given. */
final class StoredPackageStore {
    private static final RowMapper<StoredPackage> PACKAGE = Rows.of(MethodHandles.lookup(), StoredPackage.class);
    private static final String SELECT = """
            select p.sha256, p.manifest_sha256, p.manifest_blob, p.entries, p.checked_at, p.rotten_at
            from stored_package p
            """;

    Optional<StoredPackage> find(Handle sql, String sha256) {
        return sql.createQuery(SELECT + "where p.sha256 = :sha256")
                .bind("sha256", sha256)
                .map(PACKAGE)
                .findOne();
    }

    /** Writes what is known now, whatever was. */
    void put(Handle sql, StoredPackage known) {
        sql.execute("delete from stored_package where sha256 = ?", known.sha256());
        String insert = """
                insert into stored_package (sha256, manifest_sha256, manifest_blob, entries, checked_at, rotten_at)
                values (:sha256, :manifestSha256, :manifestBlob, :entries, :checkedAt, :rottenAt)
                """;
        sql.createUpdate(insert).bindMethods(known).execute();
    }

    /** Notes that its bytes were read at {@code at}; {@code rottenAt} null: and were right. */
    void checked(Handle sql, String sha256, long at, @Nullable Long rottenAt) {
        sql.createUpdate("update stored_package set checked_at = :at, rotten_at = :rotten where sha256 = :sha256")
                .bind("at", at)
                .bind("rotten", rottenAt)
                .bind("sha256", sha256)
                .execute();
    }

    /** Those last read before {@code before}, the longest ago first. */
    List<StoredPackage> due(Handle sql, long before, int limit) {
        return sql.createQuery(SELECT + "where p.checked_at < :before order by p.checked_at limit :limit")
                .bind("before", before)
                .bind("limit", limit)
                .map(PACKAGE)
                .list();
    }

    /** Packages of releases, of which nothing is known yet. */
    List<String> unknown(Handle sql) {
        String select = """
                select distinct r.sha256
                from release r
                where not exists (select 1 from stored_package p where p.sha256 = r.sha256)
                """;
        return sql.createQuery(select).mapTo(String.class).list();
    }

    /** Forgets {@code sha256} when no release has it any more. */
    void forget(Handle sql, String sha256) {
        String delete = """
                delete from stored_package
                where sha256 = :sha256 and not exists (select 1 from release r where r.sha256 = :sha256)
                """;
        sql.createUpdate(delete).bind("sha256", sha256).execute();
    }

    /** Forgets all that no release has any more. */
    void forgetUnused(Handle sql) {
        sql.execute("delete from stored_package where not exists "
                + "(select 1 from release r where r.sha256 = stored_package.sha256)");
    }

    /** Bytes of all packages, each counted once. */
    long bytes(Handle sql) {
        String select = "select coalesce(sum(q.size), 0) from (select distinct r.sha256, r.size from release r) q";
        return sql.createQuery(select).mapTo(Long.class).one();
    }

    /** Where the manifests lie. */
    Set<String> blobs(Handle sql) {
        return sql.createQuery("select p.manifest_blob from stored_package p")
                .mapTo(String.class)
                .set();
    }
}
