package io.stardust.server;

import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The settings that were edited in the console. Stateless; runs on the handle it is given. */
final class SettingStore {
    /**
     * One of them.
     *
     * @param revision drawn anew with each edit, so that none comes twice
     * @param updatedBy who edited it, as an actor of a change
     * @param updatedAt when, epoch ms
     */
    record Edit(String key, String value, long revision, String updatedBy, long updatedAt) {}

    /** All, the oldest edit first. */
    List<Edit> all(Handle sql) {
        return sql
                .createQuery("select key, value, revision, updated_by, updated_at from setting")
                .map((row, _) -> new Edit(
                        row.getString("key"),
                        row.getString("value"),
                        row.getLong("revision"),
                        row.getString("updated_by"),
                        row.getLong("updated_at")))
                .list()
                .stream()
                .sorted(Comparator.comparingLong(Edit::revision))
                .toList();
    }

    void put(Handle sql, Edit edit) {
        sql.createUpdate("""
                        insert into setting (key, value, revision, updated_by, updated_at)
                        values (:key, :value, :revision, :by, :at)
                        on conflict (key) do update
                        set value = :value, revision = :revision, updated_by = :by, updated_at = :at
                        """)
                .bind("key", edit.key())
                .bind("value", edit.value())
                .bind("revision", edit.revision())
                .bind("by", edit.updatedBy())
                .bind("at", edit.updatedAt())
                .execute();
    }

    void delete(Handle sql, String key) {
        sql.createUpdate("delete from setting where key = :key")
                .bind("key", key)
                .execute();
    }
}
