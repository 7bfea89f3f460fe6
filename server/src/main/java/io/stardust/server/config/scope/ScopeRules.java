package io.stardust.server.config.scope;

import io.stardust.api.config.ConfigRule;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.config.effective.Item;
import io.stardust.server.db.Database;
import io.stardust.server.db.Slice;
import io.stardust.server.db.Visible;
import io.stardust.server.http.AddressList;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.ApiException.Outdated;
import io.stardust.server.http.Call;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.http.Need;
import io.stardust.server.http.Role;
import io.stardust.server.node.NodeStore;
import io.stardust.server.node.Nodes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps the rules for scopes, on the people face. Thread-safe. */
public final class ScopeRules {
    private static final int MOST = 200; // a project's; all are looked at when an instance asks
    private static final int SCOPE = 50;
    private static final long DEFAULT_PROJECT = 1;

    private final Database db;
    private final Changes changes;
    private final NodeStore nodes = new NodeStore();
    private final ScopeRuleStore store = new ScopeRuleStore();

    public ScopeRules(Database db, Changes changes) {
        this.db = db;
        this.changes = changes;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/config/rules", Need.VIEWER, this::list)
                .post("/config/rules", Need.ADMIN, this::create)
                .get("/config/rules/{id}", Need.VIEWER, this::get)
                .patch("/config/rules/{id}", Need.ADMIN, this::edit)
                .delete("/config/rules/{id}", Need.ADMIN, this::delete);
    }

    private Answer list(Call call) {
        long project = call.queryId("project").orElse(0L);
        int limit = call.limit();
        List<ConfigRule> found = db.read(sql -> store.page(sql, call.visible(), project, call.cursor(), limit + 1));
        var page = Slice.of(found, limit, ConfigRule::id);
        return Answer.of(new ConfigRule.Page(page.items(), page.next()));
    }

    private Answer get(Call call) {
        return shown(found(call.visible(), call.id("id")));
    }

    private static Answer shown(ConfigRule rule) {
        return Answer.of(rule, rule.revision());
    }

    private ConfigRule found(Visible visible, long id) {
        return db.read(sql -> store.find(sql, visible, id)).orElseThrow(() -> new NotFound("config rule", id));
    }

    private Answer create(Call call) {
        ConfigRule.Body body = call.body(ConfigRule.Body.class);
        Caller caller = call.caller();
        long project = body.projectId() == null ? DEFAULT_PROJECT : body.projectId();
        if (body.scope() == null)
            throw new Invalid("scope: missing (expected: an environment label, or empty for none)");
        ConfigRule made = changes.write(caller.actor(), tx -> {
            if (!caller.visible().sees(project) || !nodes.projectExists(tx.sql(), project)) {
                throw new NotFound("project", project);
            }
            caller.require(Role.ADMIN, project);
            if (store.count(tx.sql(), project) >= MOST) {
                throw new Conflict("the project has %d rules (expected: at most %d)".formatted(MOST, MOST));
            }
            long now = tx.now().toEpochMilli();
            var none = new ConfigRule(
                    tx.nextId("config_rule"), project, List.of(), List.of(), Map.of(), "", 0, 0, now, now);
            ConfigRule rule = edited(none, body, now);
            store.insert(tx.sql(), rule);
            tx.record("configRule.created", project, rule.id(), null, rule);
            return rule;
        });
        return Answer.created("/config/rules/" + made.id(), made);
    }

    private Answer edit(Call call) {
        ConfigRule.Body body = call.body(ConfigRule.Body.class);
        long id = call.id("id");
        long seen = call.ifMatch();
        return shown(changes.write(call.caller().actor(), tx -> {
            ConfigRule before = mine(tx, call.caller(), id);
            if (seen >= 0 && seen != before.revision()) throw new Outdated("config rule", id, seen, before.revision());
            if (body.projectId() != null && body.projectId() != before.projectId()) {
                throw new Invalid("projectId", body.projectId(), "absent: a rule stays in its project");
            }
            ConfigRule after = edited(before, body, tx.now().toEpochMilli());
            store.update(tx.sql(), after);
            tx.record("configRule.updated", after.projectId(), id, before, after);
            return after;
        }));
    }

    private Answer delete(Call call) {
        long id = call.id("id");
        changes.write(call.caller().actor(), tx -> {
            ConfigRule rule = mine(tx, call.caller(), id);
            store.delete(tx.sql(), id);
            return tx.record("configRule.deleted", rule.projectId(), id, rule, null);
        });
        return Answer.none();
    }

    private ConfigRule mine(Tx tx, Caller caller, long id) {
        ConfigRule rule = store.find(tx.sql(), caller.visible(), id).orElseThrow(() -> new NotFound("config rule", id));
        caller.require(Role.ADMIN, rule.projectId());
        return rule;
    }

    private static ConfigRule edited(ConfigRule before, ConfigRule.Body body, long now) {
        if (body.labels() != null) Nodes.checkLabels(body.labels());
        return new ConfigRule(
                before.id(),
                before.projectId(),
                addresses("ip", body.ip(), before.ip()),
                addresses("localIp", body.localIp(), before.localIp()),
                body.labels() == null ? before.labels() : body.labels(),
                scope(body.scope(), before.scope()),
                Check.number("priority", body.priority(), before.priority(), -1_000, 1_000),
                before.revision() + 1,
                before.createdAt(),
                now);
    }

    private static List<String> addresses(String field, @Nullable List<String> wanted, List<String> before) {
        return wanted == null ? before : AddressList.items(AddressList.text(field, wanted));
    }

    private static String scope(@Nullable String wanted, String before) {
        if (wanted == null) return before;
        return Item.scope(Check.optionalLine("scope", wanted, SCOPE));
    }
}
