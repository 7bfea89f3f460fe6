package io.stardust.server.deploy;

import io.stardust.server.access.AccessFeature;
import io.stardust.server.app.AppFeature;
import io.stardust.server.command.CommandFeature;
import io.stardust.server.feature.Base;
import io.stardust.server.http.Faces;
import io.stardust.server.node.NodeFeature;

/** Deployments and placements: what should run where, and what is seen of it. */
public final class DeployFeature {
    private final Base base;
    private final NodeFeature nodes;
    private final CommandFeature commands;
    private final ForeignCommandOutbox orders;
    private final NodeRemoval removal;
    private final PlacementCounter tallies;
    private final Deployments deployments;
    private final Placements placements;

    /** {@code takeover} closes what rollouts had still to do with a placement that people take in hand. */
    public DeployFeature(
            Base base,
            AccessFeature access,
            NodeFeature nodes,
            CommandFeature commands,
            AppFeature apps,
            Takeover takeover) {
        this.base = base;
        this.nodes = nodes;
        this.commands = commands;
        this.orders = new ForeignCommandOutbox(base.db(), nodes.store(), commands.commander(), base.clock());
        this.removal = new NodeRemoval(base.changes(), nodes.nodes(), orders, takeover, access.secrets());
        this.tallies = new PlacementCounter(base.db());
        base.changes().listenAtOnce(tallies);
        nodes.presence().listen(tallies::nodeChanged);
        this.deployments = new Deployments(
                base.db(), base.changes(), apps.apps(), nodes.store(), orders, tallies, access.secrets());
        this.placements = new Placements(
                base.db(),
                base.changes(),
                nodes.store(),
                orders,
                tallies,
                access.secrets(),
                nodes.presence()::use,
                takeover,
                removal);
    }

    /** Adds the routes. */
    public void routes(Faces faces) {
        new DeploymentRoutes(deployments, placements).register(faces.people());
        new PlacementRoutes(placements, new Output(base.db(), nodes.store(), commands.commander()))
                .register(faces.people());
    }

    /** Tells agents that something is wanted of them. */
    public ForeignCommandOutbox orders() {
        return orders;
    }

    /** Removes nodes with what is placed on them. */
    public NodeRemoval removal() {
        return removal;
    }

    /** How many placements stand where. */
    public PlacementCounter tallies() {
        return tallies;
    }

    /** The deployments. */
    public Deployments deployments() {
        return deployments;
    }

    /** The placements. */
    public Placements placements() {
        return placements;
    }
}
