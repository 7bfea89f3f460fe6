package io.stardust.server.config.store;

import io.stardust.server.config.effective.Item;
import io.stardust.server.config.effective.ValueType;
import io.stardust.server.config.right.RightStore;
import io.stardust.server.db.Between;
import io.stardust.server.db.Like;
import io.stardust.server.db.Rows;
import io.stardust.server.http.Caller;
import java.lang.invoke.MethodHandles;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Items, drafts and releases in the database. Stateless; every method runs on the handle it is given. */
public final class ItemStore {
    private static final RowMapper<ValueRow> VALUE = Rows.of(MethodHandles.lookup(), ValueRow.class);
    private static final RowMapper<Found> FOUND = Rows.of(MethodHandles.lookup(), Found.class);
    private static final RowMapper<DraftItem> DRAFT = Rows.of(MethodHandles.lookup(), DraftItem.class);
    private static final RowMapper<ReleaseRow> RELEASE = Rows.of(MethodHandles.lookup(), ReleaseRow.class);

    /** An item and the release that set it. */
    public record ValueRow(
            String name,
            String scope,
            ValueType type,
            String value,
            @Nullable String remark,
            long since) {
        public Item item() {
            return new Item(name, scope, type, value, remark);
        }
    }

    /** What holds now. */
    public List<ValueRow> live(Handle sql, long appId) {
        String select = """
                select name, scope, type, value, remark, since
                from config_value
                where app_id = :app and until is null
                order by name, scope
                """;
        return sql.createQuery(select).bind("app", appId).map(VALUE).list();
    }

    /** A live item and whose it is. */
    public record Found(
            long appId,
            String app,
            String name,
            String scope,
            ValueType type,
            String value,
            @Nullable String remark) {}

    /**
     * Live items of all apps whose values {@code caller} may read, with {@code q} in key, remark or, unless it is
     * secret, value.
     */
    public List<Found> search(Handle sql, Caller caller, String q, int limit) {
        String select = """
                select v.app_id, a.name as app, v.name, v.scope, v.type, v.value, v.remark
                from config_value v
                join app a on a.id = v.app_id
                where v.until is null and (lower(v.name) like :q escape '!'
                    or lower(coalesce(v.remark, '')) like :q escape '!'
                    or v.type <> 'SECRET' and lower(v.value) like :q escape '!') and\s""";
        return sql.createQuery(select + RightStore.readable(caller, "a.project_id", "v.app_id")
                        + " order by a.name, v.name, v.scope limit :limit")
                .bind("q", Like.containing(q))
                .bind("limit", limit)
                .map(FOUND)
                .list();
    }

    /** What held from release {@code number} on. */
    public List<ValueRow> at(Handle sql, long appId, long number) {
        String select = """
                select name, scope, type, value, remark, since
                from config_value
                where app_id = :app and since <= :number and (until is null or until > :number)
                order by name, scope
                """;
        return sql.createQuery(select)
                .bind("app", appId)
                .bind("number", number)
                .map(VALUE)
                .list();
    }

    public long countLive(Handle sql, long appId) {
        return sql.createQuery("select count(*) from config_value where app_id = :app and until is null")
                .bind("app", appId)
                .mapTo(Long.class)
                .one();
    }

    /** Ends what release {@code number} sets or removes, and begins what it sets. */
    public void apply(Handle sql, long appId, long number, Map<Item.Id, @Nullable Item> edits) {
        PreparedBatch ends = sql.prepareBatch("""
                update config_value set until = :number
                where app_id = :app and name = :name and scope = :scope and until is null
                """);
        for (Item.Id id : edits.keySet()) {
            ends.bind("number", number)
                    .bind("app", appId)
                    .bind("name", id.key())
                    .bind("scope", id.scope())
                    .add();
        }
        ends.execute();
        PreparedBatch begins = sql.prepareBatch("""
                insert into config_value (app_id, name, scope, since, until, type, value, remark)
                values (:app, :name, :scope, :number, null, :type, :value, :remark)
                """);
        for (Item item : edits.values()) {
            if (item == null) continue;
            begins.bind("app", appId)
                    .bind("name", item.key())
                    .bind("scope", item.scope())
                    .bind("number", number)
                    .bind("type", item.type().name())
                    .bind("value", item.value())
                    .bind("remark", item.remark())
                    .add();
        }
        if (begins.size() > 0) begins.execute();
    }

    public List<DraftItem> drafts(Handle sql, long appId) {
        String select = """
                select name, scope, gone, type, value, remark, author, edited_at
                from config_draft
                where app_id = :app
                order by name, scope
                """;
        return sql.createQuery(select).bind("app", appId).map(DRAFT).list();
    }

    public long countDrafts(Handle sql, long appId) {
        return sql.createQuery("select count(*) from config_draft where app_id = :app")
                .bind("app", appId)
                .mapTo(Long.class)
                .one();
    }

    /** Those of items that are not live. */
    public long countAdded(Handle sql, long appId) {
        String select = """
                select count(*) from config_draft d where d.app_id = :app and not exists (
                    select 1 from config_value v
                    where v.app_id = d.app_id and v.name = d.name and v.scope = d.scope and v.until is null)
                """;
        return sql.createQuery(select).bind("app", appId).mapTo(Long.class).one();
    }

    public void draft(Handle sql, long appId, Collection<DraftItem> drafts) {
        if (drafts.isEmpty()) return;
        PreparedBatch batch = sql.prepareBatch("""
                insert into config_draft (app_id, name, scope, gone, type, value, remark, author, edited_at)
                values (:app, :name, :scope, :gone, :type, :value, :remark, :author, :editedAt)
                on conflict (app_id, name, scope) do update set gone = excluded.gone, type = excluded.type,
                    value = excluded.value, remark = excluded.remark, author = excluded.author,
                    edited_at = excluded.edited_at
                """);
        for (DraftItem draft : drafts) {
            batch.bind("app", appId)
                    .bind("name", draft.name())
                    .bind("scope", draft.scope())
                    .bind("gone", draft.gone())
                    .bind("type", draft.type().name())
                    .bind("value", draft.value())
                    .bind("remark", draft.remark())
                    .bind("author", draft.author())
                    .bind("editedAt", draft.editedAt())
                    .add();
        }
        batch.execute();
    }

    public void undo(Handle sql, long appId, Collection<Item.Id> ids) {
        if (ids.isEmpty()) return;
        PreparedBatch batch =
                sql.prepareBatch("delete from config_draft where app_id = :app and name = :name and scope = :scope");
        for (Item.Id id : ids) {
            batch.bind("app", appId)
                    .bind("name", id.key())
                    .bind("scope", id.scope())
                    .add();
        }
        batch.execute();
    }

    public void undoAll(Handle sql, long appId) {
        sql.createUpdate("delete from config_draft where app_id = :app")
                .bind("app", appId)
                .execute();
    }

    public void insert(Handle sql, long appId, ReleaseRow release) {
        String insert = """
                insert into config_release (app_id, number, of_number, message, author, changes, created_at, rollout_id)
                values (:app, :number, :ofNumber, :message, :author, :changes, :createdAt, :rolloutId)
                """;
        sql.createUpdate(insert).bind("app", appId).bindMethods(release).execute();
    }

    public boolean isThere(Handle sql, long appId, long number) {
        return sql.createQuery("select 1 from config_release where app_id = :app and number = :number")
                .bind("app", appId)
                .bind("number", number)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Before {@code cursor}, the newest first, one more than {@code limit} when there are more. */
    public List<ReleaseRow> releases(Handle sql, long appId, Between made, long cursor, int limit) {
        String select = """
                select number, of_number, message, author, changes, created_at, rollout_id
                from config_release
                where app_id = :app and created_at >= :from and created_at < :to and (:cursor = 0 or number < :cursor)
                order by number desc
                limit :limit
                """;
        return sql.createQuery(select)
                .bind("app", appId)
                .bind("from", made.from())
                .bind("to", made.to())
                .bind("cursor", cursor)
                .bind("limit", limit + 1)
                .map(RELEASE)
                .list();
    }
}
