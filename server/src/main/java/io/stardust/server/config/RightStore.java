package io.stardust.server.config;

import io.stardust.server.db.Rows;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Role;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Which role may do what with the config of an app, in the database. Stateless; runs on the handle it is given. */
final class RightStore {
    private static final RowMapper<Rights.Roles> ROLES = Rows.of(MethodHandles.lookup(), Rights.Roles.class);

    Rights.Roles of(Handle sql, long appId) {
        return sql.createQuery(
                        "select read_role, edit_role, publish_role, reveal_role from config_role where app_id = :app")
                .bind("app", appId)
                .map(ROLES)
                .findOne()
                .orElse(Rights.Roles.USUAL);
    }

    void put(Handle sql, long appId, Rights.Roles roles) {
        sql.createUpdate("""
                        insert into config_role (app_id, read_role, edit_role, publish_role, reveal_role)
                        values (:app, :readRole, :editRole, :publishRole, :revealRole)
                        on conflict (app_id) do update set read_role = excluded.read_role,
                            edit_role = excluded.edit_role, publish_role = excluded.publish_role,
                            reveal_role = excluded.reveal_role
                        """).bind("app", appId).bindMethods(roles).execute();
    }

    /** A condition: that {@code caller} may read the values of the app; {@code project} and {@code app} are columns. */
    static String readable(Caller caller, String project, String app) {
        String role = "coalesce((select r.read_role from config_role r where r.app_id = " + app + "), 'VIEWER')";
        List<String> any = new ArrayList<>();
        for (Role each : Role.values()) {
            any.add("(%s and %s = '%s')".formatted(caller.visible(each).on(project), role, each.name()));
        }
        return "(" + String.join(" or ", any) + ")";
    }
}
