package io.stardust.server.node;

import io.stardust.api.node.NodeRule;
import io.stardust.api.node.NodeView;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Database;
import io.stardust.server.db.Slice;
import io.stardust.server.db.Visible;
import io.stardust.server.http.AddressPattern;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.ApiException.Outdated;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.http.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rules that name and label nodes by their address: kept, and applied. Thread-safe. */
public final class NodeRules {
    private static final int MOST = 200; // a project's; all are looked at when a node comes in
    private static final int NAME = 100;
    private static final long DEFAULT_PROJECT = 1;

    private final Database db;
    private final Changes changes;
    private final NodeStore nodes;
    private final NodeRuleStore store = new NodeRuleStore();

    public NodeRules(Database db, Changes changes, NodeStore nodes) {
        this.db = db;
        this.changes = changes;
        this.nodes = nodes;
    }

    /** A node that comes in: what it calls itself, its code, the addresses it has and comes from. */
    record Newborn(String name, String code, List<String> addresses) {}

    /** What it is to be. */
    record Shape(String name, Map<String, String> labels) {}

    /** The addresses of a machine, its own first. */
    static List<String> addresses(@Nullable String own, @Nullable String from) {
        List<String> all = new ArrayList<>();
        for (String each : (own == null ? "" : own).split(",", 20)) if (!each.isBlank()) all.add(each.trim());
        if (from != null && !from.isBlank() && !all.contains(from)) all.add(from);
        return all;
    }

    /** What the rules of {@code project} make of a node. */
    Shape shape(Handle sql, long project, Newborn node) {
        @Nullable String name = null;
        Map<String, String> labels = new LinkedHashMap<>();
        for (NodeRule rule : store.of(sql, project)) {
            Optional<String> ip = match(rule, node.addresses());
            if (ip.isEmpty()) continue;
            if (name == null) name = named(rule, node, ip.get());
            rule.labels().forEach(labels::putIfAbsent);
        }
        return new Shape(name == null ? node.name() : name, labels);
    }

    private static Optional<String> match(NodeRule rule, List<String> addresses) {
        AddressPattern pattern = AddressPattern.of(rule.pattern());
        return addresses.stream().filter(pattern::matches).findFirst();
    }

    private static @Nullable String named(NodeRule rule, Newborn node, String ip) {
        if (rule.name() == null) return null;
        String name =
                rule.name().replace("{ip}", ip).replace("{host}", node.name()).replace("{code}", node.code());
        return NodeFields.bounded(name, NAME);
    }

    NodeRule.Page page(Visible visible, long project, String q, long cursor, int limit) {
        List<NodeRule> found = db.read(sql -> store.page(sql, visible, project, q, cursor, limit + 1));
        var page = Slice.of(found, limit, NodeRule::id);
        return new NodeRule.Page(page.items(), page.next());
    }

    NodeRule get(Visible visible, long id) {
        return db.read(sql -> store.find(sql, visible, id)).orElseThrow(() -> new NotFound("node rule", id));
    }

    NodeRule create(Caller caller, NodeRule.Body body) {
        long project = body.projectId() == null ? DEFAULT_PROJECT : body.projectId();
        if (body.pattern() == null) throw new Invalid("pattern: missing (expected: an address, 10.0.*, or 10.0.0.0/8)");
        return changes.write(caller.actor(), tx -> {
            if (!caller.visible().sees(project) || !nodes.projectExists(tx.sql(), project)) {
                throw new NotFound("project", project);
            }
            caller.require(Role.ADMIN, project);
            if (store.count(tx.sql(), project) >= MOST) {
                throw new Conflict("the project has %d rules (expected: at most %d)".formatted(MOST, MOST));
            }
            long now = tx.now().toEpochMilli();
            var none = new NodeRule(tx.nextId("node_rule"), project, "*", null, Map.of(), 0, 0, now, now);
            NodeRule rule = edited(none, body, now);
            store.insert(tx.sql(), rule);
            tx.record("nodeRule.created", project, rule.id(), null, rule);
            return rule;
        });
    }

    NodeRule edit(Caller caller, long id, long ifMatch, NodeRule.Body body) {
        return changes.write(caller.actor(), tx -> {
            NodeRule before = mine(tx, caller, id);
            if (ifMatch >= 0 && ifMatch != before.revision()) {
                throw new Outdated("node rule", id, ifMatch, before.revision());
            }
            if (body.projectId() != null && body.projectId() != before.projectId()) {
                throw new Invalid("projectId", body.projectId(), "absent: a rule stays in its project");
            }
            NodeRule after = edited(before, body, tx.now().toEpochMilli());
            store.update(tx.sql(), after);
            tx.record("nodeRule.updated", after.projectId(), id, before, after);
            return after;
        });
    }

    private static NodeRule edited(NodeRule before, NodeRule.Body body, long now) {
        @Nullable String name = body.name() == null ? before.name() : Check.optionalLine("name", body.name(), NAME);
        if (body.labels() != null) Nodes.checkLabels(body.labels());
        return new NodeRule(
                before.id(),
                before.projectId(),
                body.pattern() == null
                        ? before.pattern()
                        : AddressPattern.of(body.pattern()).toString(),
                name == null || name.isBlank() ? null : name.trim(),
                body.labels() == null ? before.labels() : body.labels(),
                Check.number("priority", body.priority(), before.priority(), -1_000, 1_000),
                before.revision() + 1,
                before.createdAt(),
                now);
    }

    void delete(Caller caller, long id) {
        changes.write(caller.actor(), tx -> {
            NodeRule rule = mine(tx, caller, id);
            store.delete(tx.sql(), id);
            return tx.record("nodeRule.deleted", rule.projectId(), id, rule, null);
        });
    }

    private NodeRule mine(Tx tx, Caller caller, long id) {
        NodeRule rule = store.find(tx.sql(), caller.visible(), id).orElseThrow(() -> new NotFound("node rule", id));
        caller.require(Role.ADMIN, rule.projectId());
        return rule;
    }

    /** Applies one rule to the nodes that are there already: its name, and its labels beside theirs. */
    NodeRule.Applied apply(Caller caller, long id) {
        return changes.write(caller.actor(), tx -> {
            NodeRule rule = mine(tx, caller, id);
            int matched = 0;
            int changed = 0;
            for (NodeView node : nodes.inProject(tx.sql(), rule.projectId())) {
                Optional<String> ip = match(rule, addresses(node.ip(), null));
                if (ip.isEmpty()) continue;
                matched++;
                String host = node.machineName() == null ? node.name() : node.machineName();
                @Nullable String name = named(rule, new Newborn(host, node.code(), List.of()), ip.get());
                if (apply(tx, node, name, rule.labels())) changed++;
            }
            return new NodeRule.Applied(matched, changed);
        });
    }

    private boolean apply(Tx tx, NodeView before, @Nullable String name, Map<String, String> more) {
        Map<String, String> labels = new LinkedHashMap<>(before.labels());
        labels.putAll(more);
        if (labels.size() > Nodes.LABELS) return false; // it has too many of its own
        NodeView wanted =
                before.edited(name == null ? before.name() : name, before.projectId(), before.enabled(), labels);
        if (wanted.equals(before)) return false;
        nodes.update(tx.sql(), wanted, tx.now().toEpochMilli());
        NodeView after = nodes.view(tx.sql(), Visible.everything(), before.id()).orElse(wanted);
        tx.record("node.updated", after.projectId(), after.id(), before, after);
        return true;
    }
}
