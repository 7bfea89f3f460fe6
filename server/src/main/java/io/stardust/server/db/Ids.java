package io.stardust.server.db;

import org.jdbi.v3.core.Handle;

/** Draws ids: small, growing, ours (not the database's), so that one SQL text serves every database. */
public final class Ids {
    private Ids() {}

    /** Returns the next id of {@code name}, from 1; drawn in the transaction that uses it. */
    public static long next(Handle sql, String name) {
        String draw = """
                insert into sequence (name, last) values (:name, 1)
                on conflict (name) do update set last = sequence.last + 1
                returning last
                """;
        return sql.createQuery(draw).bind("name", name).mapTo(Long.class).one();
    }

    /** Draws {@code count} ids of {@code name} at once and returns the first; the others follow it. */
    public static long reserve(Handle sql, String name, int count) {
        String draw = """
                insert into sequence (name, last) values (:name, :count)
                on conflict (name) do update set last = sequence.last + :count
                returning last
                """;
        long last = sql.createQuery(draw)
                .bind("name", name)
                .bind("count", count)
                .mapTo(Long.class)
                .one();
        return last - count + 1;
    }
}
