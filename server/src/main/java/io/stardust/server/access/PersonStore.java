package io.stardust.server.access;

import io.stardust.server.db.Database;
import io.stardust.server.db.Like;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables of people and of their invitations. Thread-safe. */
public final class PersonStore {
    private static final String SELECT = """
            select p.id, p.name, p.display_name, p.password_hash, p.platform, p.locked, p.source, p.subject, p.seen_at,
                   p.created_at, p.revision
            from person p
            """;

    private final Database db;

    public PersonStore(Database db) {
        this.db = db;
    }

    boolean anybody() {
        return db.read(PersonStore::anybody);
    }

    static boolean anybody(Handle sql) {
        return sql.createQuery("select count(*) from person").mapTo(Long.class).one() > 0;
    }

    Optional<Person> named(String name) {
        return db.read(sql -> named(sql, name));
    }

    public static Optional<Person> named(Handle sql, String name) {
        return sql.createQuery(SELECT + "where p.name = :name")
                .bind("name", name)
                .map((row, _) -> person(row))
                .findOne();
    }

    Optional<Person> find(long id) {
        return db.read(sql -> find(sql, id));
    }

    static Optional<Person> find(Handle sql, long id) {
        return sql.createQuery(SELECT + "where p.id = :id")
                .bind("id", id)
                .map((row, _) -> person(row))
                .findOne();
    }

    public static Optional<Person> withSubject(Handle sql, String subject) {
        return sql.createQuery(SELECT + "where p.subject = :subject")
                .bind("subject", subject)
                .map((row, _) -> person(row))
                .findOne();
    }

    /** People by id; {@code part} is of either name. */
    List<Person> page(String part, long after, int limit) {
        String query = SELECT + """
                where p.id > :after
                  and (lower(p.name) like :part escape '!' or lower(coalesce(p.display_name, '')) like :part escape '!')
                order by p.id limit :limit
                """;
        return db.read(sql -> sql.createQuery(query)
                .bind("after", after)
                .bind("part", Like.containing(part))
                .bind("limit", limit)
                .map((row, _) -> person(row))
                .list());
    }

    public static void insert(Handle sql, Person person) {
        String insert = """
                insert into person (id, name, display_name, password_hash, platform, locked, source, subject,
                                    created_at, revision)
                values (:id, :name, :displayName, :hash, :platform, :locked, :source, :subject, :at, :revision)
                """;
        sql.createUpdate(insert)
                .bind("id", person.id())
                .bind("name", person.name())
                .bind("displayName", person.displayName())
                .bind("hash", person.passwordHash())
                .bind("platform", person.platform())
                .bind("locked", person.locked())
                .bind("source", person.source())
                .bind("subject", person.subject())
                .bind("at", person.createdAt())
                .bind("revision", person.revision())
                .execute();
    }

    public static void update(Handle sql, Person person) {
        String update = """
                update person set display_name = :displayName, platform = :platform, locked = :locked,
                                  revision = :revision
                where id = :id
                """;
        sql.createUpdate(update)
                .bind("id", person.id())
                .bind("displayName", person.displayName())
                .bind("platform", person.platform())
                .bind("locked", person.locked())
                .bind("revision", person.revision())
                .execute();
    }

    static void updatePassword(Handle sql, long id, String hash) {
        sql.execute("update person set password_hash = ?, revision = revision + 1 where id = ?", hash, id);
        sql.execute("delete from invitation where person_id = ?", id);
    }

    /** Removes a person with all that is theirs alone; what they did stays in the change table. */
    static void delete(Handle sql, long id) {
        for (String table : List.of("session", "token", "membership", "invitation")) {
            sql.execute("delete from " + table + " where person_id = ?", id);
        }
        sql.execute("delete from person where id = ?", id);
    }

    /** True when a platform administrator other than {@code id} could sign in. */
    public static boolean otherAdministrator(Handle sql, long id) {
        String query = """
                select count(*) from person
                where platform and not locked and id <> :id and (password_hash <> '' or source = 'oidc')
                """;
        return sql.createQuery(query).bind("id", id).mapTo(Long.class).one() > 0;
    }

    static void putInvitation(Handle sql, long personId, String codeHash, long now, long expiresAt) {
        String upsert = """
                insert into invitation (person_id, code_hash, created_at, expires_at)
                values (:person, :hash, :now, :expires)
                on conflict (person_id) do update set code_hash = excluded.code_hash,
                    created_at = excluded.created_at, expires_at = excluded.expires_at
                """;
        sql.createUpdate(upsert)
                .bind("person", personId)
                .bind("hash", codeHash)
                .bind("now", now)
                .bind("expires", expiresAt)
                .execute();
    }

    /** Who was invited by this code, while it holds. */
    static Optional<Person> invited(Handle sql, String codeHash, long now) {
        String query = SELECT + """
                join invitation i on i.person_id = p.id
                where i.code_hash = :hash and i.expires_at > :now
                """;
        return sql.createQuery(query)
                .bind("hash", codeHash)
                .bind("now", now)
                .map((row, _) -> person(row))
                .findOne();
    }

    private static Person person(ResultSet row) throws SQLException {
        long seenAt = row.getLong("seen_at");
        @Nullable Long seen = row.wasNull() ? null : seenAt;
        return new Person(
                row.getLong("id"),
                row.getString("name"),
                row.getString("display_name"),
                row.getString("password_hash"),
                row.getBoolean("platform"),
                row.getBoolean("locked"),
                row.getString("source"),
                row.getString("subject"),
                seen,
                row.getLong("created_at"),
                row.getLong("revision"));
    }
}
