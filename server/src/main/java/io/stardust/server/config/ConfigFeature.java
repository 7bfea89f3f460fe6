package io.stardust.server.config;

import io.stardust.server.access.secret.Secrets;
import io.stardust.server.config.constraint.Constraints;
import io.stardust.server.config.right.RightRoutes;
import io.stardust.server.config.scope.NodeLabels;
import io.stardust.server.config.scope.ScopeRules;
import io.stardust.server.config.scope.Scopes;
import io.stardust.server.feature.Base;
import io.stardust.server.http.Faces;
import io.stardust.server.instance.InstanceAuth;
import io.stardust.server.instance.Instances;
import io.stardust.server.instance.KeyedCalls;
import io.stardust.server.push.PushSessions;

/** The config centre. */
public final class ConfigFeature {
    private final Base base;
    private final Instances instances;
    private final Sheets sheets;
    private final NodeLabels labels;
    private final Scopes scopes;
    private final Delivery delivery;
    private final Constraints constraints = new Constraints();
    private final Askers askers;
    private final KeyUse use;
    private final WorkerIds workers;
    private final Trials trials;
    private final Drafts drafts;
    private final Publishing publishing;
    private final Plans plans;
    private final Grays grays;
    private final CarriedConfigs carried;

    /**
     * For {@code base}.
     *
     * @param secrets seals the values that are secret
     * @param instances who is told of what is published, through {@code sessions}
     */
    public ConfigFeature(Base base, Secrets secrets, Instances instances, PushSessions sessions) {
        this.base = base;
        this.instances = instances;
        this.sheets = new Sheets(base.db());
        this.labels = new NodeLabels(base.db());
        this.scopes = new Scopes(base.db(), instances, labels);
        this.delivery = new Delivery(sheets, secrets, labels);
        this.askers = new Askers(base.clock());
        this.use = new KeyUse(base.db(), base.clock());
        this.workers = new WorkerIds(base.db(), base.clock());
        this.trials = new Trials(sheets, secrets, instances, askers, scopes, delivery, constraints);
        this.drafts = new Drafts(base.changes(), secrets, sheets);
        this.publishing = new Publishing(base.changes(), sheets, drafts, trials);
        this.plans = new Plans(base.db(), base.changes(), base.lease(), base.clock(), sheets, publishing);
        this.grays = new Grays(base.db(), base.changes(), sheets, trials, publishing, instances, labels);
        this.carried = new CarriedConfigs(sheets, delivery, publishing, grays, instances, askers);
        var pusher = new ConfigPusher(delivery, askers, scopes, instances, sessions, base.clock());
        sessions.listen(pusher);
        instances.listen(askers);
        instances.listen(workers);
        base.changes().listenAtOnce(sheets);
        base.changes().listenAtOnce(labels);
        base.changes().listenAtOnce(scopes);
        base.changes().listen(pusher);
        base.changes().listen(use);
        base.lifecycle().add("config push", pusher::start, pusher);
        base.lifecycle().add("config use", use::start, use);
        base.lifecycle().add("config plans", plans::start, plans);
        base.lifecycle().watch(pusher::loop);
        base.lifecycle().watch(use::loop);
        base.lifecycle().watch(plans::loop);
    }

    /** What the files of placements are made of. */
    public PlacedConfig placed() {
        return new PlacedConfig(sheets, trials, delivery);
    }

    /** {@code files} are made of config as well: a publish that breaks one is refused. */
    public void makes(MadeFiles files) {
        trials.asks(files);
    }

    /** Adds the routes; {@code auth} tells which instance asks, {@code keyed} which app without a login. */
    public void routes(Faces faces, InstanceAuth auth, KeyedCalls keyed) {
        var views = new ConfigViews(base.db(), sheets, delivery, trials, instances, askers, use, base.clock());
        var effective = new EffectiveViews(base.db(), delivery, scopes, askers, instances);
        var edits = new SheetEdits(base.changes(), sheets, drafts, trials, views);
        new ConstraintEdits(base.db(), base.changes(), sheets, drafts, trials, constraints).register(faces.people());
        new RightRoutes(base.db(), base.changes()).register(faces.people());
        new ApprovalActs(base.db(), base.changes()).register(faces.people());
        new ScopeRules(base.db(), base.changes()).register(faces.people());
        new ConfigRoutes(views, effective, drafts, edits, publishing, plans, grays).register(faces.people());
        var writeBack = new WriteBack(base.changes(), sheets, drafts);
        new ConfigLinkRoutes(auth, keyed, instances, sheets, delivery, scopes, writeBack, askers, use, workers)
                .register(faces.machines());
    }

    /** What rollouts take along. */
    public CarriedConfigs carried() {
        return carried;
    }
}
