package io.stardust.server.node;

import io.stardust.api.node.MetricsView;
import io.stardust.api.node.NodeApproval;
import io.stardust.api.node.NodeDetail;
import io.stardust.api.node.NodeEdit;
import io.stardust.api.node.NodePage;
import io.stardust.api.node.NodeView;
import io.stardust.protocol.Printable;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Database;
import io.stardust.server.db.Keyset;
import io.stardust.server.db.Slice;
import io.stardust.server.db.Visible;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.ApiException.Outdated;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Role;
import io.stardust.server.node.NodeSearchStore.Filter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What people may do with nodes. Thread-safe. */
public final class Nodes {
    static final int LABELS = 32;
    private static final Pattern NAME = Pattern.compile(".{1,100}");
    private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._/-]{0,62}");
    private static final Pattern VALUE = Pattern.compile(".{0,200}");

    private final Database db;
    private final Changes changes;
    private final NodeStore store;
    private final NodeSearchStore search = new NodeSearchStore();
    private final LabelStore labels = new LabelStore();
    private final SeenStore seen = new SeenStore();
    private final Presence presence;
    private final Predicate<String> linked;
    private final Consumer<String> disconnect;
    private final UsageCheck use;
    private final Clones clones;

    /**
     * @param linked tells whether the push channel of a node's code is open
     * @param disconnect closes the push channel of a code that may no longer be used
     * @param use tells what keeps a node in its project
     * @param clones tells who else uses a node's identity
     */
    public Nodes(
            Database db,
            Changes changes,
            NodeStore store,
            Presence presence,
            Predicate<String> linked,
            Consumer<String> disconnect,
            UsageCheck use,
            Clones clones) {
        this.db = db;
        this.changes = changes;
        this.store = store;
        this.presence = presence;
        this.linked = linked;
        this.disconnect = disconnect;
        this.use = use;
        this.clones = clones;
    }

    /** Brings data of an older version up to date. */
    public void start() {
        db.write(sql -> {
            labels.fill(sql);
            return null;
        });
    }

    /** The node {@code id}. */
    public Node node(Visible visible, long id) {
        return db.read(sql -> store.find(sql, visible, id)).orElseThrow(() -> new NotFound("node", id));
    }

    /** The node that calls itself {@code code}. */
    public Node node(Visible visible, String code) {
        return db.read(sql -> store.byCode(sql, code))
                .filter(node -> visible.sees(node.projectId()))
                .orElseThrow(() -> new NotFound("node", NodeFields.bounded(code, 64)));
    }

    NodePage page(Visible visible, Filter filter, Keyset order, long cursor, int limit) {
        return db.read(sql -> {
            var page = Slice.of(search.page(sql, visible, filter, order, cursor, limit + 1), limit, NodeView::id);
            boolean all = cursor == 0 && page.last();
            long total = all ? page.items().size() : search.count(sql, visible, filter);
            return new NodePage(page.views(this::live), page.next(), total);
        });
    }

    List<LabelView> labels(Visible visible) {
        return db.read(sql -> labels.all(sql, visible));
    }

    NodeDetail detail(Visible visible, long id) {
        return db.read(sql -> new NodeDetail(
                live(view(store.view(sql, visible, id), id)),
                seen.info(sql, id).map(NodeViews::machine).orElse(null),
                presence.latest(id)
                        .or(() -> seen.latest(sql, id))
                        .flatMap(Nodes::metrics)
                        .orElse(null)));
    }

    private static Optional<MetricsView> metrics(SeenStore.Heartbeat beat) {
        return Optional.ofNullable(beat.metrics()).map(ping -> NodeViews.metrics(ping, beat.offset()));
    }

    EventPage events(Visible visible, long id, long cursor, int limit) {
        List<EventView> rows = db.read(sql -> {
            view(store.view(sql, visible, id), id);
            return seen.events(sql, id, cursor, limit + 1);
        });
        var page = Slice.of(rows, limit, EventView::id);
        return new EventPage(page.items(), page.next());
    }

    NodeView edit(Caller caller, long id, long ifMatch, NodeEdit edit) {
        check(edit.name(), edit.labels());
        NodeView after = changes.write(caller.actor(), tx -> {
            NodeView before = view(store.view(tx.sql(), caller.visible(), id), id);
            caller.require(Role.ADMIN, before.projectId());
            if (ifMatch >= 0 && ifMatch != before.revision()) {
                throw new Outdated("node", id, ifMatch, before.revision());
            }
            NodeView wanted = before.edited(
                    or(edit.name(), before.name()),
                    project(tx, caller, Role.ADMIN, edit.projectId(), before),
                    or(edit.enabled(), before.enabled()),
                    or(edit.labels(), before.labels()));
            if (wanted.equals(before)) return before;
            return update(tx, "node.updated", before, wanted);
        });
        if (!after.enabled()) shutOut(after);
        return live(after);
    }

    NodeView approve(Caller caller, long id, NodeApproval approval) {
        check(approval.name(), null);
        Approved approved = changes.write(caller.actor(), tx -> {
            NodeView waiting = view(store.view(tx.sql(), caller.visible(), id), id);
            caller.require(Role.OPERATOR, waiting.projectId());
            if (waiting.approved()) throw new Conflict("node %d does not wait for approval".formatted(id));
            if (approval.replaces() != null) return takeOver(tx, caller, waiting, approval.replaces());
            long project = project(tx, caller, Role.OPERATOR, approval.projectId(), waiting);
            NodeView wanted = waiting.approvedAs(or(approval.name(), waiting.name()), project);
            return new Approved(update(tx, "node.approved", waiting, wanted), null);
        });
        if (approved.replaced() != null) shutOut(approved.replaced());
        return live(approved.node());
    }

    private Approved takeOver(Tx tx, Caller caller, NodeView waiting, long replaces) {
        NodeView before = store.view(tx.sql(), caller.visible(), replaces)
                .filter(NodeView::approved)
                .orElseThrow(() -> new Invalid("replaces", replaces, "the id of an approved node"));
        caller.require(Role.OPERATOR, before.projectId());
        tx.record("node.deleted", waiting.projectId(), waiting.id(), waiting, null);
        store.takeOver(tx.sql(), replaces, waiting.id());
        return new Approved(update(tx, "node.replaced", before, before), before);
    }

    private record Approved(NodeView node, @Nullable NodeView replaced) {}

    /** The node that {@code caller} may remove. */
    public Node removable(Tx tx, Caller caller, long id) {
        Node node = store.find(tx.sql(), caller.visible(), id).orElseThrow(() -> new NotFound("node", id));
        caller.require(Role.ADMIN, node.projectId());
        return node;
    }

    /** It is forgotten as soon as nothing is placed on it any more. */
    public void leave(Tx tx, long id) {
        NodeView before = view(store.view(tx.sql(), Visible.everything(), id), id);
        if (before.leaving()) return;
        store.leave(tx.sql(), id);
        NodeView after = view(store.view(tx.sql(), Visible.everything(), id), id);
        tx.record("node.leaving", before.projectId(), id, before, after);
    }

    /** The last of what was placed on {@code id} is gone. */
    public void forgetIfLeaving(Tx tx, long id) {
        if (store.view(tx.sql(), Visible.everything(), id)
                .filter(NodeView::leaving)
                .isPresent()) forget(tx, id);
    }

    /** Nothing is placed on {@code id}: it is gone, and its agent is let in no more. */
    public void forget(Tx tx, long id) {
        NodeView before = view(store.view(tx.sql(), Visible.everything(), id), id);
        store.delete(tx.sql(), id);
        tx.record("node.deleted", before.projectId(), id, before, null);
        tx.afterCommit(() -> {
            disconnect.accept(before.code());
            presence.forget(id);
            clones.forget(id);
        });
    }

    /** Removes nodes, and first what is placed on them; done by the features above. */
    @FunctionalInterface
    public interface Removal {
        /**
         * Removes a node on which nothing is placed; with {@code force} any.
         *
         * @throws Conflict if something is placed there, without {@code force}
         */
        void remove(Caller caller, long id, boolean force);
    }

    private NodeView update(Tx tx, String kind, NodeView before, NodeView wanted) {
        store.update(tx.sql(), wanted, tx.now().toEpochMilli());
        NodeView after = view(store.view(tx.sql(), Visible.everything(), before.id()), before.id());
        tx.record(kind, after.projectId(), after.id(), before, after);
        return after;
    }

    private long project(Tx tx, Caller caller, Role role, @Nullable Long wanted, NodeView node) {
        if (wanted == null || wanted == node.projectId()) return node.projectId();
        if (!caller.visible().sees(wanted) || !store.projectExists(tx.sql(), wanted)) {
            throw new Invalid("projectId", wanted, "the id of a project");
        }
        caller.require(role, wanted);
        int placements = use.placements(tx.sql(), node.id());
        if (placements > 0) { // what runs there would go on, out of reach of those whose it is
            throw new Conflict(
                    "placements: %d on node %s (expected: 0; uninstall or remove them before it moves to another project)"
                            .formatted(placements, node.name()));
        }
        return wanted;
    }

    private void shutOut(NodeView node) {
        disconnect.accept(node.code());
        presence.left(node.id());
        clones.forget(node.id());
    }

    private NodeView live(NodeView node) {
        return node.live(
                presence.seenAt(node.id()),
                linked.test(node.code()),
                node.status().equals("online")
                        ? presence.latest(node.id())
                                .map(SeenStore.Heartbeat::metrics)
                                .map(NodeViews::load)
                                .orElse(null)
                        : null,
                clones.of(node.id()).orElse(null));
    }

    private static NodeView view(Optional<NodeView> found, long id) {
        return found.orElseThrow(() -> new NotFound("node", id));
    }

    private static <T> T or(@Nullable T wanted, T now) {
        return wanted == null ? now : wanted;
    }

    private static void check(@Nullable String name, @Nullable Map<String, String> labels) {
        if (name != null && (name.isBlank() || !NAME.matcher(name).matches() || !Printable.is(name))) {
            throw new Invalid("name", NodeFields.bounded(name, 60), "1–100 characters on one line");
        }
        if (labels != null) checkLabels(labels);
    }

    /**
     * Holds labels against their bounds.
     *
     * @throws Invalid that names the first one outside
     */
    public static void checkLabels(Map<String, String> labels) {
        if (labels.size() > LABELS) throw new Invalid("labels", labels.size(), "at most " + LABELS);
        labels.forEach((key, value) -> {
            if (!KEY.matcher(key).matches()) {
                throw new Invalid(
                        "labels", NodeFields.bounded(key, 60), "a key of 1–63 letters, digits, '.', '_', '/', '-'");
            }
            if (value == null || !VALUE.matcher(value).matches() || !Printable.is(value)) {
                throw new Invalid("labels." + key, NodeFields.bounded(value, 60), "up to 200 characters on one line");
            }
        });
    }

    /** Tells what is on a node; answered by the features above. */
    @FunctionalInterface
    public interface UsageCheck {
        /** How many placements are on the node, those included whose removal its agent has not confirmed yet. */
        int placements(Handle sql, long nodeId);
    }
}
