package io.stardust.server.config.right;

import io.stardust.server.db.Rows;
import io.stardust.server.db.Visible;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Role;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Which role may do what with the config of an app, in the database. Stateless; runs on the handle it is given. */
public final class RightStore {
    private static final RowMapper<App> APP = Rows.of(MethodHandles.lookup(), App.class);
    private static final RowMapper<Roles> ROLES = Rows.of(MethodHandles.lookup(), Roles.class);

    /** Those of an app. */
    public Roles of(Handle sql, long appId) {
        return sql.createQuery(
                        "select read_role, edit_role, publish_role, reveal_role from config_role where app_id = :app")
                .bind("app", appId)
                .map(ROLES)
                .findOne()
                .orElse(Roles.USUAL);
    }

    /** An app, as far as its rights know it. */
    record App(String name, long projectId) {}

    /** The app, if it may be seen. */
    Optional<App> app(Handle sql, Visible visible, long id) {
        return sql.createQuery(
                        "select name, project_id from app where id = :app and approved and " + visible.on("project_id"))
                .bind("app", id)
                .map(APP)
                .findOne();
    }

    void put(Handle sql, long appId, Roles roles) {
        sql.createUpdate("""
                        insert into config_role (app_id, read_role, edit_role, publish_role, reveal_role)
                        values (:app, :readRole, :editRole, :publishRole, :revealRole)
                        on conflict (app_id) do update set read_role = excluded.read_role,
                            edit_role = excluded.edit_role, publish_role = excluded.publish_role,
                            reveal_role = excluded.reveal_role
                        """).bind("app", appId).bindMethods(roles).execute();
    }

    /** A condition: that {@code caller} may read the values of the app; {@code project} and {@code app} are columns. */
    public static String readable(Caller caller, String project, String app) {
        String role = "coalesce((select r.read_role from config_role r where r.app_id = " + app + "), 'VIEWER')";
        List<String> any = new ArrayList<>();
        for (Role each : Role.values()) {
            any.add("(%s and %s = '%s')".formatted(caller.visible(each).on(project), role, each.name()));
        }
        return "(" + String.join(" or ", any) + ")";
    }
}
