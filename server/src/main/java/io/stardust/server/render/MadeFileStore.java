package io.stardust.server.render;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Asks the database which deployments have files made of config. Stateless; every method runs on its handle. */
final class MadeFileStore {
    /** A deployment that has templates. */
    record Owner(long deploymentId, long appId) {}

    /** All of them, whatever has been published of them. */
    List<Owner> all(Handle sql) {
        return sql.createQuery("select id, app_id from deployment where templates is not null order by id")
                .map((row, _) -> new Owner(row.getLong("id"), row.getLong("app_id")))
                .list();
    }
}
