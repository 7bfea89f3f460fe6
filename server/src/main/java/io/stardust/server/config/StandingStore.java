package io.stardust.server.config;

import io.stardust.server.config.right.Roles;
import io.stardust.server.config.store.SheetRow;
import io.stardust.server.config.store.SheetStore.Owner;
import io.stardust.server.db.Rows;
import io.stardust.server.db.Visible;
import java.lang.invoke.MethodHandles;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/**
 * What a publish asks of an app before it looks at values, in one query instead of five: all publishes share one
 * writer. Stateless; runs on the handle it is given.
 */
final class StandingStore {
    private static final Rows<Owner> OWNER = Rows.of(MethodHandles.lookup(), Owner.class);
    private static final Rows<Roles> ROLES = Rows.of(MethodHandles.lookup(), Roles.class);
    private static final Rows<SheetRow> SHEET = Rows.of(MethodHandles.lookup(), SheetRow.class);
    private static final RowMapper<Standing> STANDING = Rows.perQuery(there -> {
        RowMapper<Owner> owner = OWNER.in(there);
        RowMapper<Roles> roles = ROLES.in(there);
        RowMapper<SheetRow> sheet = SHEET.in(there);
        return (row, context) -> new Standing(
                owner.map(row, context),
                row.getString("read_role") == null ? Roles.USUAL : roles.map(row, context),
                row.getBoolean("approval"),
                row.getBoolean("carried"),
                row.getString("share") == null ? null : sheet.map(row, context));
    });

    /**
     * How an app stands.
     *
     * @param approval whether its project asks for approvals
     * @param carried whether a rollout carries config of it
     * @param sheet null: it has none yet
     */
    record Standing(
            Owner app,
            Roles roles,
            boolean approval,
            boolean carried,
            @Nullable SheetRow sheet) {}

    /** Of an app that may be seen. */
    Optional<Standing> find(Handle sql, Visible visible, long appId) {
        String select = """
                select a.id, a.name, a.project_id, a.id as app_id, a.name as app,
                    r.read_role, r.edit_role, r.publish_role, r.reveal_role,
                    coalesce(p.approval, false) as approval,
                    exists (select 1 from config_carried c where c.app_id = a.id and c.state in ('HELD', 'OPEN')) as carried,
                    s.enabled, s.share, s.global, s.read_only, s.number, s.stamp, s.publish_at, s.publish_by,
                    s.publish_message, s.revision, s.created_at, s.updated_at
                from app a
                left join config_role r on r.app_id = a.id
                left join config_policy p on p.project_id = a.project_id
                left join config_sheet s on s.app_id = a.id
                where a.id = :app and a.approved and\s""";
        return sql.createQuery(select + visible.on("a.project_id"))
                .bind("app", appId)
                .map(STANDING)
                .findOne();
    }
}
