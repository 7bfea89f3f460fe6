package io.stardust.server.node;

import io.stardust.api.node.NodeApproval;
import io.stardust.api.node.NodeDetail;
import io.stardust.api.node.NodeEdit;
import io.stardust.api.node.NodeView;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Call;
import io.stardust.server.http.Check;
import io.stardust.server.http.Need;
import io.stardust.server.node.NodeSearchStore.Filter;
import io.stardust.server.node.NodeSearchStore.Label;
import java.util.List;

/** Nodes on the people face. */
public final class NodeRoutes {
    private final Nodes nodes;
    private final Nodes.Removal removal;
    private final NodeBulk bulk;

    public NodeRoutes(Nodes nodes, Nodes.Removal removal) {
        this.nodes = nodes;
        this.removal = removal;
        this.bulk = new NodeBulk(nodes, removal);
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/nodes", Need.VIEWER, this::list)
                .get("/nodes/labels", Need.VIEWER, call -> Answer.of(new LabelView.All(nodes.labels(call.visible()))))
                .post(
                        "/nodes/bulk",
                        Need.ADMIN,
                        call -> Answer.of(bulk.run(call.caller(), call.body(NodeBulk.Wish.class))))
                .get("/nodes/{id}", Need.VIEWER, this::detail)
                .get("/nodes/{id}/events", Need.VIEWER, this::events)
                .patch("/nodes/{id}", Need.ADMIN, this::edit)
                .post("/nodes/{id}/approve", Need.OPERATOR, this::approve)
                .delete("/nodes/{id}", Need.ADMIN, this::delete);
    }

    private Answer list(Call call) {
        var filter = new Filter(
                status(call),
                call.query("q").map(q -> bounded(q)).orElse(null),
                call.queryId("project").orElse(null),
                labels(call));
        return Answer.of(
                nodes.page(call.visible(), filter, call.order(NodeSearchStore.SORTING), call.cursor(), call.limit()));
    }

    private static NodeStatus status(Call call) {
        return switch (call.query("status").orElse("")) {
            case "" -> NodeStatus.ANY;
            case "online" -> NodeStatus.ONLINE;
            case "notResponding" -> NodeStatus.NOT_RESPONDING;
            case "offline" -> NodeStatus.OFFLINE;
            case "waiting" -> NodeStatus.WAITING;
            case "disabled" -> NodeStatus.DISABLED;
            case String other ->
                throw new Invalid(
                        "status", NodeFields.bounded(other, 60), "online, notResponding, offline, waiting or disabled");
        };
    }

    private static List<Label> labels(Call call) {
        List<String> asked = call.queryAll("label");
        if (asked.size() > Nodes.LABELS) throw new Invalid("label", asked.size(), "at most " + Nodes.LABELS);
        return asked.stream().map(Label::of).toList();
    }

    private static String bounded(String q) {
        if (q.length() > 200) throw new Invalid("q", Check.shortened(q), "at most 200 characters");
        return q;
    }

    private Answer detail(Call call) {
        NodeDetail detail = nodes.detail(call.visible(), call.id("id"));
        return Answer.of(detail, detail.node().revision());
    }

    private Answer events(Call call) {
        return Answer.of(nodes.events(call.visible(), call.id("id"), call.cursor(), call.limit()));
    }

    private Answer edit(Call call) {
        NodeView node = nodes.edit(call.caller(), call.id("id"), call.ifMatch(), call.body(NodeEdit.class));
        return Answer.of(node, node.revision());
    }

    private Answer approve(Call call) {
        NodeView node = nodes.approve(call.caller(), call.id("id"), call.body(NodeApproval.class));
        return Answer.of(node, node.revision());
    }

    private Answer delete(Call call) {
        removal.remove(
                call.caller(),
                call.id("id"),
                call.query("force").map("true"::equalsIgnoreCase).orElse(false));
        return Answer.none();
    }
}
