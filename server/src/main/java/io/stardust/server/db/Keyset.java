package io.stardust.server.db;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The order of a list and how it goes on page by page: by a key, then by id. The cursor is the id of the last row of
 * the page before; behind it come the rows with a greater key than it has now. The expressions are ours, so nothing is
 * quoted.
 *
 * @param from the tables of {@code key} and {@code id}
 * @param key null: by id alone
 */
public record Keyset(String from, String id, @Nullable String key, boolean descending) {
    /**
     * True when the row that {@code cursor} names is not there or not {@code seen}, so that nobody can tell where the
     * list goes on.
     *
     * @param seen a condition: what the caller may see; the order would tell of other rows
     */
    public boolean lost(Handle sql, long cursor, String seen) {
        if (key == null || cursor == 0) return false;
        return sql.createQuery("select 1 from " + from + " where " + id + " = :cursor and " + seen)
                .bind("cursor", cursor)
                .mapTo(Integer.class)
                .findOne()
                .isEmpty();
    }

    /** The condition that a row is behind {@code :cursor}, 0 for the first page. */
    public String behind() {
        if (key == null) return id + " > :cursor";
        return "(:cursor = 0 or (%s, %s) %s (select %s, %s from %s where %s = :cursor))"
                .formatted(key, id, descending ? "<" : ">", key, id, from, id);
    }

    /** What comes after {@code order by}. */
    public String order() {
        if (key == null) return id;
        String way = descending ? " desc" : "";
        return key + way + ", " + id + way;
    }
}
