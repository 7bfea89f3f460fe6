package io.stardust.server.config;

import io.avaje.jsonb.Json;
import io.stardust.api.config.ConfigApproval;
import io.stardust.api.config.ConfigPolicy;
import io.stardust.api.config.NewConfigApproval;
import io.stardust.server.change.Changes;
import io.stardust.server.config.right.ApprovalStore;
import io.stardust.server.config.right.ApprovalStore.Approved;
import io.stardust.server.config.right.ApprovalStore.Editor;
import io.stardust.server.config.store.ItemStore;
import io.stardust.server.config.store.SheetStore;
import io.stardust.server.config.store.SheetStore.Owner;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
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

/** What people do about approvals of what is to be published. Thread-safe. */
final class ApprovalActs {
    private final Database db;
    private final Changes changes;
    private final Approvals approvals = new Approvals();
    private final ApprovalStore store = new ApprovalStore();
    private final Rights rights = new Rights();
    private final SheetStore sheets = new SheetStore();
    private final ItemStore items = new ItemStore();
    private final NodeStore nodes = new NodeStore();

    ApprovalActs(Database db, Changes changes) {
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

    private Answer policy(Call call) {
        return Answer.of(policy(call.visible(), call.id("id")));
    }

    private Answer setPolicy(Call call) {
        @Nullable Boolean approval = call.body(ConfigPolicy.Body.class).approval();
        if (approval == null) throw new Invalid("approval: missing (expected: true or false)");
        return Answer.of(ask(call.caller(), call.id("id"), approval));
    }

    private Answer show(Call call) {
        return Answer.of(view(call.visible(), call.id("id")));
    }

    private Answer approve(Call call) {
        return Answer.of(approve(call.caller(), call.id("id"), call.body(NewConfigApproval.class)));
    }

    private Answer withdraw(Call call) {
        withdraw(call.caller(), call.id("id"));
        return Answer.none();
    }

    /** How an approval stands in the change table; {@code number}: of the return to that release. */
    @Json
    record Told(String app, @Nullable Long number) {}

    private void requireProject(Handle sql, Visible visible, long project) {
        if (!visible.sees(project) || !nodes.projectExists(sql, project)) throw new NotFound("project", project);
    }

    /** Whether a project asks for approvals. */
    ConfigPolicy policy(Visible visible, long project) {
        return db.read(sql -> {
            requireProject(sql, visible, project);
            return new ConfigPolicy(store.asks(sql, project));
        });
    }

    /** The project asks for them from now on, or not any more. */
    ConfigPolicy ask(Caller caller, long project, boolean approval) {
        return changes.write(caller.actor(), tx -> {
            requireProject(tx.sql(), caller.visible(), project);
            caller.require(Role.ADMIN, project);
            var before = new ConfigPolicy(store.asks(tx.sql(), project));
            var after = new ConfigPolicy(approval);
            store.ask(tx.sql(), project, approval);
            tx.record("project.configPolicy", project, project, before, after);
            return after;
        });
    }

    /** How far the draft of an app is approved. */
    ConfigApproval view(Visible visible, long appId) {
        return db.read(sql ->
                view(sql, sheets.owner(sql, visible, appId).orElseThrow(() -> new NotFound("app", appId))));
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

    /** Approves the draft that was looked at, or the return to an old release. */
    ConfigApproval approve(Caller caller, long appId, NewConfigApproval wanted) {
        if ((wanted.draft() == null) == (wanted.number() == null)) {
            throw new Invalid("draft", wanted.draft() == null ? "missing" : "with a number", "a draft or a number");
        }
        return changes.write(caller.actor(), tx -> {
            Owner app = rights.publish(tx.sql(), caller, appId);
            @Nullable Long number = wanted.number();
            if (number != null && !items.isThere(tx.sql(), app.id(), number)) throw new NotFound("release", number);
            approvals.approve(tx, caller, app, wanted.draft(), number);
            tx.record("config.approved", app.projectId(), app.id(), null, new Told(app.name(), number));
            return view(tx.sql(), app);
        });
    }

    /** Takes an approval back. */
    void withdraw(Caller caller, long appId) {
        changes.write(caller.actor(), tx -> {
            Owner app = rights.publish(tx.sql(), caller, appId);
            if (store.approved(tx.sql(), app.id()).isEmpty()) throw new NotFound("approval of app", app.name());
            approvals.withdraw(tx, app);
            return tx.record("config.approvalWithdrawn", app.projectId(), app.id(), null, new Told(app.name(), null));
        });
    }
}
