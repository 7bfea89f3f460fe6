package io.stardust.server.config;

import io.stardust.api.config.ConfigRule;
import io.stardust.api.config.EffectiveConfig;
import io.stardust.api.config.EffectiveItem;
import io.stardust.api.node.NodeView;
import io.stardust.server.config.effective.Item;
import io.stardust.server.config.scope.Scopes;
import io.stardust.server.config.store.SheetStore;
import io.stardust.server.config.store.SheetStore.Owner;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.Instances;
import io.stardust.server.node.NodeStore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What instances get, or would get, as people see it; secrets are not shown. Thread-safe. */
final class EffectiveViews {
    private final Database db;
    private final Delivery delivery;
    private final Scopes scopes;
    private final Askers askers;
    private final Instances instances;
    private final NodeStore nodes = new NodeStore();
    private final SheetStore sheets = new SheetStore();

    EffectiveViews(Database db, Delivery delivery, Scopes scopes, Askers askers, Instances instances) {
        this.db = db;
        this.delivery = delivery;
        this.scopes = scopes;
        this.askers = askers;
        this.instances = instances;
    }

    /** What whoever asks for {@code scope} gets, and may. */
    EffectiveConfig inScope(Visible visible, long appId, String scope) {
        owner(visible, appId);
        return shown(scope, null, false, delivery.of(appId, scope));
    }

    /** What an instance that runs gets. */
    EffectiveConfig ofInstance(Visible visible, long appId, String client) {
        owner(visible, appId);
        Instance who = instances.find(appId, client).orElseThrow(() -> new NotFound("instance", client));
        Scopes.Given expected = scopes.expected(who);
        Askers.@Nullable Asked asked = askers.of(who);
        String scope = asked == null ? expected.scope() : asked.scope();
        return shown(scope, expected.rule(), delivery.gray(who) != null, delivery.of(who, scope));
    }

    /**
     * What an instance would get whose key says nothing of scopes.
     *
     * @param nodeId the machine that it would run on; null: none of ours
     * @param ip where it would come from; null: from the machine's first address
     * @param localIp its own addresses; null: those of the machine
     */
    EffectiveConfig byRules(
            Visible visible, long appId, @Nullable Long nodeId, @Nullable String ip, @Nullable String localIp) {
        Owner app = owner(visible, appId);
        @Nullable NodeView node = nodeId == null ? null : node(visible, app, nodeId);
        @Nullable String own = localIp != null || node == null ? localIp : node.ip();
        String from = ip != null ? ip : own == null ? "" : own.split(",", 2)[0].strip();
        var who = new Instance(
                app.id(),
                app.name(),
                app.projectId(),
                from,
                own,
                from,
                null,
                null,
                null,
                nodeId,
                node == null ? null : node.name(),
                null,
                false);
        Scopes.Given given = scopes.byRules(who, from);
        return shown(given.scope(), given.rule(), delivery.gray(who) != null, delivery.of(who, given.scope()));
    }

    private Owner owner(Visible visible, long appId) {
        return db.read(sql -> sheets.owner(sql, visible, appId)).orElseThrow(() -> new NotFound("app", appId));
    }

    private NodeView node(Visible visible, Owner app, long id) {
        NodeView node = db.read(sql -> nodes.view(sql, visible, id)).orElseThrow(() -> new NotFound("node", id));
        if (node.projectId() != app.projectId()) throw new Invalid("node", id, "a node of the app's project");
        return node;
    }

    private static EffectiveConfig shown(
            String scope, @Nullable ConfigRule rule, boolean gray, Delivery.@Nullable Kept kept) {
        if (kept == null) return new EffectiveConfig(Item.scope(scope), rule, gray, 0, List.of());
        Map<String, EffectiveItem> all = new TreeMap<>();
        kept.effective
                .values()
                .forEach((key, value) -> all.put(
                        key,
                        new EffectiveItem(
                                key,
                                value.secret() ? null : value.text(),
                                value.app(),
                                value.item().scope(),
                                value.secret(),
                                null)));
        kept.effective
                .problems()
                .forEach((key, problem) ->
                        all.put(key, new EffectiveItem(key, null, null, null, false, problem.message())));
        return new EffectiveConfig(Item.scope(scope), rule, gray, kept.effective.stamp(), List.copyOf(all.values()));
    }
}
