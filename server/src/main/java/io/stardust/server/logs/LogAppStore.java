package io.stardust.server.logs;

import io.stardust.server.db.Rows;
import io.stardust.server.db.Visible;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Apps, as far as their logs know them, in the database. Stateless; runs on the handle it is given. */
final class LogAppStore {
    private static final RowMapper<LogApp> APP = Rows.of(MethodHandles.lookup(), LogApp.class);
    private static final RowMapper<Named> NAMED = Rows.of(MethodHandles.lookup(), Named.class);

    /** An app and the class that its records are to go to. */
    record Named(long id, String name, String logClass) {}

    /** An app whose logs may be read. */
    record LogApp(long id, String name) {}

    List<LogApp> visible(Handle sql, Visible visible) {
        return sql.createQuery("select id, name from app where approved and " + visible.on("project_id"))
                .map(APP)
                .list();
    }

    Optional<LogApp> named(Handle sql, String name) {
        return sql.createQuery("select id, name from app where approved and name = :name")
                .bind("name", name)
                .map(APP)
                .findOne();
    }

    /** Those that want a class of their own, approved or not. */
    List<Named> classes(Handle sql) {
        return sql.createQuery("select id, name, log_class from app where log_class is not null order by name")
                .map(NAMED)
                .list();
    }

    /** When the last rollout of one of its deployments began, epoch ms. */
    Optional<Long> lastRollout(Handle sql, long appId) {
        return sql.createQuery("""
                        select max(r.created_at)
                        from rollout r
                        join deployment d on d.id = r.deployment_id
                        where d.app_id = :app
                        """).bind("app", appId).mapTo(Long.class).findOne();
    }
}
