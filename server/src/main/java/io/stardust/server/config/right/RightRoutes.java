package io.stardust.server.config.right;

import io.avaje.jsonb.Json;
import io.stardust.api.config.ConfigRoles;
import io.stardust.server.change.Changes;
import io.stardust.server.db.Database;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Call;
import io.stardust.server.http.Check;
import io.stardust.server.http.Need;
import io.stardust.server.http.Role;
import org.jspecify.annotations.Nullable;

/** Says which role may do what with the config of an app, on the people face; holds at once. */
public final class RightRoutes {
    private final Database db;
    private final Changes changes;
    private final RightStore store = new RightStore();

    public RightRoutes(Database db, Changes changes) {
        this.db = db;
        this.changes = changes;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/apps/{id}/config/roles", Need.VIEWER, this::show)
                .put("/apps/{id}/config/roles", Need.ADMIN, this::put);
    }

    /** How it stands in the change table. */
    @Json
    record Told(String app, ConfigRoles roles) {}

    private Answer show(Call call) {
        return Answer.of(db.read(sql -> {
            if (store.app(sql, call.visible(), call.id("id")).isEmpty()) throw new NotFound("app", call.id("id"));
            return view(store.of(sql, call.id("id")));
        }));
    }

    private static ConfigRoles view(Roles roles) {
        return new ConfigRoles(
                Check.word(roles.readRole()),
                Check.word(roles.editRole()),
                Check.word(roles.publishRole()),
                Check.word(roles.revealRole()));
    }

    private Answer put(Call call) {
        ConfigRoles.Body body = call.body(ConfigRoles.Body.class);
        long appId = call.id("id");
        return Answer.of(changes.write(call.caller().actor(), tx -> {
            RightStore.App app =
                    store.app(tx.sql(), call.visible(), appId).orElseThrow(() -> new NotFound("app", appId));
            call.caller().require(Role.ADMIN, app.projectId());
            Roles before = store.of(tx.sql(), appId);
            Roles after = checked(new Roles(
                    role("read", body.read(), before.readRole()),
                    role("edit", body.edit(), before.editRole()),
                    role("publish", body.publish(), before.publishRole()),
                    role("reveal", body.reveal(), before.revealRole())));
            store.put(tx.sql(), appId, after);
            tx.record(
                    "config.roles",
                    app.projectId(),
                    appId,
                    new Told(app.name(), view(before)),
                    new Told(app.name(), view(after)));
            return view(after);
        }));
    }

    private static Role role(String field, @Nullable String said, Role before) {
        return said == null ? before : Check.choice(field, said, Role.class);
    }

    private static Roles checked(Roles roles) {
        Role least = roles.readRole().compareTo(Role.OPERATOR) > 0 ? roles.readRole() : Role.OPERATOR;
        atLeast("edit", roles.editRole(), least); // who acts sees what they do
        atLeast("publish", roles.publishRole(), least);
        atLeast("reveal", roles.revealRole(), least);
        return roles;
    }

    private static void atLeast(String field, Role role, Role least) {
        if (role.compareTo(least) < 0) {
            throw new Invalid(field, Check.word(role), "at least %s".formatted(Check.word(least)));
        }
    }
}
