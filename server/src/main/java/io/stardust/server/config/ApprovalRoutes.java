package io.stardust.server.config;

import io.avaje.jsonb.Json;
import io.stardust.api.config.ConfigApproval;
import io.stardust.api.config.ConfigPolicy;
import io.stardust.api.config.NewConfigApproval;
import io.stardust.server.change.Changes;
import io.stardust.server.config.SheetStore.Owner;
import io.stardust.server.config.right.ApprovalStore;
import io.stardust.server.config.right.ApprovalStore.Approved;
import io.stardust.server.config.right.ApprovalStore.Editor;
import io.stardust.server.db.Database;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Call;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Need;
import io.stardust.server.http.Role;
import io.stardust.server.node.NodeStore;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Approvals of what is to be published, on the people face. */
final class ApprovalRoutes {
    private final Database db;
    private final Changes changes;
    private final Approvals approvals = new Approvals();
    private final ApprovalStore store = new ApprovalStore();
    private final Rights rights = new Rights();
    private final SheetStore sheets = new SheetStore();
    private final ItemStore items = new ItemStore();
    private final NodeStore nodes = new NodeStore();

    ApprovalRoutes(Database db, Changes changes) {
        this.db = db;
        this.changes = changes;
    }

    void register(Api api) {
        api.get("/projects/{id}/config-policy", Need.VIEWER, this::policy)
                .put("/projects/{id}/config-policy", Need.ADMIN, this::setPolicy)
                .get("/apps/{id}/config/approval", Need.VIEWER, this::show)
                .post("/apps/{id}/config/approval", Need.OPERATOR, this::approve)
                .delete("/apps/{id}/config/approval", Need.OPERATOR, this::withdraw);
    }

    /** How an approval stands in the change table; {@code number}: of the return to that release. */
    @Json
    record Told(String app, @Nullable Long number) {}

    private void requireProject(Handle sql, Call call) {
        long project = call.id("id");
        if (!call.visible().sees(project) || !nodes.projectExists(sql, project)) throw new NotFound("project", project);
    }

    private Answer policy(Call call) {
        return Answer.of(db.read(sql -> {
            requireProject(sql, call);
            return new ConfigPolicy(store.asks(sql, call.id("id")));
        }));
    }

    private Answer setPolicy(Call call) {
        ConfigPolicy.Body body = call.body(ConfigPolicy.Body.class);
        @Nullable Boolean approval = body.approval();
        if (approval == null) throw new Invalid("approval: missing (expected: true or false)");
        long project = call.id("id");
        return Answer.of(changes.write(call.caller().actor(), tx -> {
            requireProject(tx.sql(), call);
            call.caller().require(Role.ADMIN, project);
            var before = new ConfigPolicy(store.asks(tx.sql(), project));
            var after = new ConfigPolicy(approval);
            store.ask(tx.sql(), project, approval);
            tx.record("project.configPolicy", project, project, before, after);
            return after;
        }));
    }

    private Answer show(Call call) {
        return Answer.of(db.read(sql -> view(
                sql,
                sheets.owner(sql, call.visible(), call.id("id"))
                        .orElseThrow(() -> new NotFound("app", call.id("id"))))));
    }

    private ConfigApproval view(Handle sql, Owner app) {
        @Nullable String draft = approvals.draft(sql, app.id());
        @Nullable Approved given = approvals.ofDraft(sql, app.id()).orElse(null);
        return new ConfigApproval(
                store.asks(sql, app.projectId()),
                draft,
                draft == null
                        ? List.of()
                        : approvals.editors(sql, app.id()).stream()
                                .map(Editor::actor)
                                .toList(),
                given == null ? null : given.actor(),
                given == null ? null : given.approvedAt());
    }

    private Answer approve(Call call) {
        NewConfigApproval wanted = call.body(NewConfigApproval.class);
        if ((wanted.draft() == null) == (wanted.number() == null)) {
            throw new Invalid("draft", wanted.draft() == null ? "missing" : "with a number", "a draft or a number");
        }
        Caller caller = call.caller();
        return Answer.of(changes.write(caller.actor(), tx -> {
            Owner app = rights.publish(tx.sql(), caller, call.id("id"));
            @Nullable Long number = wanted.number();
            if (number != null && !items.isThere(tx.sql(), app.id(), number)) throw new NotFound("release", number);
            approvals.approve(tx, caller, app, wanted.draft(), number);
            tx.record("config.approved", app.projectId(), app.id(), null, new Told(app.name(), number));
            return view(tx.sql(), app);
        }));
    }

    private Answer withdraw(Call call) {
        Caller caller = call.caller();
        changes.write(caller.actor(), tx -> {
            Owner app = rights.publish(tx.sql(), caller, call.id("id"));
            if (store.approved(tx.sql(), app.id()).isEmpty()) throw new NotFound("approval of app", app.name());
            approvals.withdraw(tx, app);
            return tx.record("config.approvalWithdrawn", app.projectId(), app.id(), null, new Told(app.name(), null));
        });
        return Answer.none();
    }
}
