package io.stardust.server.node;

import io.stardust.api.node.NodeRule;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;

/** Rules for nodes on the people face. */
public final class NodeRuleRoutes {
    private static final int MAX_Q = 200;

    private final NodeRules rules;

    public NodeRuleRoutes(NodeRules rules) {
        this.rules = rules;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/node-rules", Need.VIEWER, this::list)
                .post("/node-rules", Need.ADMIN, this::create)
                .get("/node-rules/{id}", Need.VIEWER, this::get)
                .patch("/node-rules/{id}", Need.ADMIN, this::edit)
                .delete("/node-rules/{id}", Need.ADMIN, this::delete)
                .post("/node-rules/{id}/apply", Need.ADMIN, this::apply);
    }

    private Answer list(Call call) {
        long project = call.queryId("project").orElse(0L);
        String q = call.query("q").orElse("");
        if (q.length() > MAX_Q) throw new Invalid("q", q.length() + " characters", "at most " + MAX_Q);
        return Answer.of(rules.page(call.visible(), project, q, call.cursor(), call.limit()));
    }

    private Answer create(Call call) {
        NodeRule rule = rules.create(call.caller(), call.body(NodeRule.Body.class));
        return Answer.created("/node-rules/" + rule.id(), rule);
    }

    private Answer get(Call call) {
        NodeRule rule = rules.get(call.visible(), call.id("id"));
        return Answer.of(rule, rule.revision());
    }

    private Answer edit(Call call) {
        NodeRule rule = rules.edit(call.caller(), call.id("id"), call.ifMatch(), call.body(NodeRule.Body.class));
        return Answer.of(rule, rule.revision());
    }

    private Answer delete(Call call) {
        rules.delete(call.caller(), call.id("id"));
        return Answer.none();
    }

    private Answer apply(Call call) {
        return Answer.of(rules.apply(call.caller(), call.id("id")));
    }
}
