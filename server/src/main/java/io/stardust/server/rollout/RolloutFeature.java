package io.stardust.server.rollout;

import io.stardust.server.config.CarriedConfigs;
import io.stardust.server.deploy.DeployFeature;
import io.stardust.server.feature.Base;
import io.stardust.server.history.History;
import io.stardust.server.http.Faces;
import io.stardust.server.node.NodeFeature;
import io.stardust.server.release.ReleaseFeature;
import io.stardust.server.render.Renderer;
import java.time.Duration;
import java.util.function.Supplier;

/** Rollouts: which placements move to which release, in which order, and how far they are. */
public final class RolloutFeature {
    private final Base base;
    private final DeployFeature deploy;
    private final ReleaseFeature release;
    private final CarriedConfigs configs;
    private final Renderer renderer;
    private final RolloutEvents events = new RolloutEvents();
    private final Rollouts rollouts;
    private final RolloutTimer timer;
    private final FirstBatches firsts;

    /** {@code configs}: what they may take along; {@code kept}: how long steps are kept; zero: for ever. */
    public RolloutFeature(
            Base base,
            NodeFeature nodes,
            DeployFeature deploy,
            ReleaseFeature release,
            CarriedConfigs configs,
            Renderer renderer,
            Supplier<Duration> kept) {
        this.base = base;
        this.deploy = deploy;
        this.release = release;
        this.configs = configs;
        this.renderer = renderer;
        this.rollouts = new Rollouts(
                base.db(),
                base.changes(),
                nodes.store(),
                deploy.placements(),
                deploy.orders(),
                configs,
                renderer,
                events);
        this.timer = new RolloutTimer(
                base.db(), base.changes(), base.clock(), base.lease(), deploy.orders(), configs, events);
        base.changes().listen(timer);
        events.listen(timer);
        this.firsts = new FirstBatches(base.db());
        base.changes().listen(firsts);
        events.listen(firsts);
        History.keep(base.expiry(), kept);
        base.lifecycle().add("rollouts", timer::start, timer);
        base.lifecycle().watch(timer::loop);
        base.lifecycle().add("rollout-first-batches", firsts::start, firsts);
        base.lifecycle().watch(firsts::loop);
    }

    /** Adds the routes; {@code foresight} knows what a first publish does to a local service. */
    public void routes(Faces faces, Foresight foresight) {
        var plans = new RolloutPlans(base.db(), release.inspections(), foresight, configs, renderer, base.clock());
        var acts = new RolloutActs(base.changes(), deploy.orders(), configs);
        new RolloutRoutes(rollouts, acts, plans, new History(base.db())).register(faces.people());
    }

    /** Tells that rollouts have moved. */
    public RolloutEvents events() {
        return events;
    }

    /** Tells which first batches get a part of the calls only. */
    public FirstBatches firsts() {
        return firsts;
    }

    /** Takes rollouts on; ended before the server waits for its requests. */
    public RolloutTimer timer() {
        return timer;
    }
}
