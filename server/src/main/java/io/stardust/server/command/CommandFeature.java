package io.stardust.server.command;

import io.stardust.server.access.AccessFeature;
import io.stardust.server.feature.Base;
import io.stardust.server.http.Faces;
import io.stardust.server.node.NodeFeature;
import io.stardust.server.policy.Policies;
import io.stardust.server.policy.PolicyRoutes;
import io.stardust.server.push.PushSessions;
import java.time.Duration;
import java.util.function.Supplier;

/** Commands to agents, and which of them are allowed. */
public final class CommandFeature {
    private final Base base;
    private final AccessFeature access;
    private final NodeFeature nodes;
    private final Policies policies;
    private final Commander commander;

    /** {@code kept}: how long ended commands are kept; zero: for ever. */
    public CommandFeature(
            Base base, AccessFeature access, NodeFeature nodes, PushSessions sessions, Supplier<Duration> kept) {
        this.base = base;
        this.access = access;
        this.nodes = nodes;
        this.policies = new Policies(base.db(), base.changes(), nodes.nodes());
        this.commander = new Commander(base.db(), base.changes(), sessions, base.clock(), base.lease());
        base.changes().listen(policies);
        base.changes().listen(commander);
        Commander.keep(base.expiry(), kept);
        base.lifecycle().starts("policies", policies::start);
        base.lifecycle().add("commands", commander::start, commander);
        base.lifecycle().watch(commander::loop);
    }

    /** Adds the routes; {@code deputies} may command nodes as people do. */
    public void routes(Faces faces, Deputies deputies) {
        new PolicyRoutes(policies).register(faces.people());
        new CommandRoutes(commander, nodes.nodes(), policies).register(faces.people());
        new CommandLinkRoutes(commander, nodes.nodes(), nodes.auth(), access.access(), deputies, policies, base.clock())
                .register(faces.machines());
    }

    /** Sends commands. */
    public Commander commander() {
        return commander;
    }

    /** Which commands are allowed. */
    public Policies policies() {
        return policies;
    }
}
