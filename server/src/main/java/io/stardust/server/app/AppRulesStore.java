package io.stardust.server.app;

import io.stardust.server.http.AddressList;
import org.jdbi.v3.core.Handle;

/** Reads from where an app may come. Stateless; runs on the handle it is given. */
final class AppRulesStore {
    AppDoor.Rules of(Handle sql, App app) {
        return sql.createQuery("select allow_addresses, deny_addresses from project where id = :id")
                .bind("id", app.projectId())
                .map((row, _) -> new AppDoor.Rules(
                        AddressList.of(row.getString("allow_addresses")),
                        AddressList.of(row.getString("deny_addresses")),
                        AddressList.of(app.allowAddresses()),
                        AddressList.of(app.denyAddresses())))
                .one();
    }
}
