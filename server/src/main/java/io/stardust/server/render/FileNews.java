package io.stardust.server.render;

import io.stardust.protocol.loop.Loop;
import io.stardust.server.change.Change;
import io.stardust.server.change.Changes;
import io.stardust.server.config.PlacedConfig;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.DeploymentStore;
import io.stardust.server.deploy.ForeignCommandOutbox;
import io.stardust.server.deploy.Placement;
import io.stardust.server.deploy.PlacementStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jdbi.v3.core.Handle;

/**
 * Tells nodes that files of theirs may be others, since config was published that they are made of: their list gets a
 * new revision, and they are nudged. A server that ends before it has told does no harm: agents pull when they log in.
 * Thread-safe.
 */
final class FileNews implements Change.Listener, AutoCloseable {
    private final Database db;
    private final Changes changes;
    private final PlacedConfig config;
    private final ForeignCommandOutbox orders;
    private final MadeFileStore store = new MadeFileStore();
    private final DeploymentStore deployments = new DeploymentStore();
    private final PlacementStore placements = new PlacementStore();
    private final BlockingQueue<Long> published = new LinkedBlockingQueue<>(); // ids of apps; 0: any
    private final Loop loop = Loop.of("config-files", published::take, this::tell);

    FileNews(Database db, Changes changes, PlacedConfig config, ForeignCommandOutbox orders) {
        this.db = db;
        this.changes = changes;
        this.config = config;
        this.orders = orders;
    }

    void start() {
        loop.start();
    }

    Loop loop() {
        return loop;
    }

    @Override
    public void changed(Change change) {
        switch (change.kind()) {
            case "config.published", "config.gray", "config.grayWithdrawn" ->
                published.add(Long.parseLong(change.subjectId()));
            case "config.updated" -> published.add(0L); // who inherits from whom may be otherwise
            default -> {}
        }
    }

    private void tell(long first) {
        Set<Long> sources = new HashSet<>(Set.of(first));
        published.drainTo(sources);
        Set<Long> concerned = new HashSet<>();
        Set<Long> nodes = new HashSet<>();
        for (Placed each : db.read(this::placed)) {
            if (sources.stream().noneMatch(id -> id == 0 || config.isMadeOf(id, each.appId(), each.scope()))) continue;
            concerned.add(each.deploymentId());
            nodes.add(each.nodeId());
        }
        if (concerned.isEmpty()) return;
        changes.write("system", tx -> {
            for (long id : concerned) placements.touchAll(tx.sql(), id, null);
            return null;
        });
        orders.tell(nodes);
    }

    private record Placed(long deploymentId, long appId, long nodeId, String scope) {}

    private List<Placed> placed(Handle sql) {
        List<Placed> placed = new ArrayList<>();
        for (MadeFileStore.Owner owner : store.all(sql)) {
            Deployment deployment = deployments.require(sql, Visible.everything(), owner.deploymentId());
            for (Placement each : placements.ofDeployment(sql, owner.deploymentId())) {
                String scope = Renderer.scope(deployment, each);
                placed.add(new Placed(deployment.id(), owner.appId(), each.nodeId(), scope));
            }
        }
        return placed;
    }

    @Override
    public void close() {
        loop.close();
    }
}
