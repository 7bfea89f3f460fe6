package io.stardust.server.instance;

import io.stardust.server.db.Database;
import io.stardust.server.instance.PlacedApps.Place;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeStore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the machine of an instance. Thread-safe. */
final class Whereabouts {
    private final Database db;
    private final NodeStore nodes;
    private final PlacedApps placed;

    Whereabouts(Database db, NodeStore nodes, PlacedApps placed) {
        this.db = db;
        this.nodes = nodes;
        this.placed = placed;
    }

    /** A machine. */
    record Machine(long id, String name) {}

    /** What people labelled the machine's zone; empty when they did not. */
    Optional<String> zone(Machine machine) {
        return db.read(sql -> nodes.label(sql, machine.id(), "zone"));
    }

    /** The placement that an instance runs for; empty when our agent did not start it. */
    Optional<Place> place(long appId, @Nullable String service) {
        return service == null ? Optional.empty() : placed.find(appId, service);
    }

    /**
     * The machine of a placement, else the one with that code. Anybody may name a code, so nothing is told of a node of
     * another project.
     */
    Optional<Machine> machine(long projectId, Optional<Place> place, @Nullable String nodeCode) {
        if (place.isPresent()) return place.map(on -> new Machine(on.nodeId(), on.node()));
        if (nodeCode == null) return Optional.empty();
        Optional<Node> named = db.read(sql -> nodes.byCode(sql, nodeCode));
        return named.filter(node -> node.projectId() == projectId).map(node -> new Machine(node.id(), node.name()));
    }
}
