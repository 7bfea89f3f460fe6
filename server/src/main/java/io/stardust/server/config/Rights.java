package io.stardust.server.config;

import io.stardust.server.config.right.RightStore;
import io.stardust.server.config.right.Roles;
import io.stardust.server.config.store.SheetStore;
import io.stardust.server.config.store.SheetStore.Owner;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Role;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Who may do what with the config of an app. Stateless; runs on the handle it is given. */
final class Rights {
    private final SheetStore sheets = new SheetStore();
    private final RightStore store = new RightStore();

    Owner read(Handle sql, Caller caller, long appId) {
        return require(sql, caller, appId, Roles::readRole);
    }

    Owner edit(Handle sql, Caller caller, long appId) {
        return require(sql, caller, appId, Roles::editRole);
    }

    Owner publish(Handle sql, Caller caller, long appId) {
        return require(sql, caller, appId, Roles::publishRole);
    }

    Owner reveal(Handle sql, Caller caller, long appId) {
        return require(sql, caller, appId, Roles::revealRole);
    }

    private Owner require(Handle sql, Caller caller, long appId, Function<Roles, Role> right) {
        Owner app = sheets.owner(sql, caller.visible(), appId).orElseThrow(() -> new NotFound("app", appId));
        caller.require(right.apply(store.of(sql, appId)), app.projectId());
        return app;
    }
}
