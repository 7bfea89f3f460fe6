package io.stardust.server.deploy;

import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.server.access.secret.Secrets;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Placement.Wish;
import io.stardust.server.node.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Tells a node what it should run. Thread-safe. */
public final class Wanted {
    private final Database db;
    private final Secrets secrets;
    private final DeploymentStore deployments = new DeploymentStore();
    private final ReleaseStore releases = new ReleaseStore();
    private final PlacementStore placements = new PlacementStore();

    public Wanted(Database db, Secrets secrets) {
        this.db = db;
        this.secrets = secrets;
    }

    /** The newest revision of what {@code nodeId} should run; 0 when it never had anything. */
    public long revision(long nodeId) {
        return db.read(sql -> placements.revision(sql, nodeId));
    }

    /**
     * Everything ever published or on its way out, running or not: for our agents. In the order of the placements' ids,
     * those above {@code after}, at most {@code count}.
     */
    List<DeployInfo> all(Node node, long after, int count) {
        return db.read(sql -> {
            var look = new Look(sql);
            return placements.ofNode(sql, node.id()).stream()
                    .filter(placement -> placement.releaseId() != null && placement.id() > after)
                    .sorted(java.util.Comparator.comparingLong(Placement::id))
                    .limit(count)
                    .map(placement -> look.info(node, placement))
                    .toList();
        });
    }

    /** Upstream's rule: enabled, wanted up and with a release. */
    List<DeployInfo> running(Node node, Asked asked) {
        return db.read(sql -> {
            var look = new Look(sql);
            List<DeployInfo> infos = new ArrayList<>();
            for (Placement placement : placements.ofNode(sql, node.id())) {
                boolean up = placement.effective(look.deployment(placement).enabled()) == Wish.RUNNING;
                if (up && look.release(placement) != null && asked.fits(placement, look.app(placement))) {
                    infos.add(look.info(node, placement));
                }
            }
            return infos;
        });
    }

    /** Which placements an agent asks for; 0 and empty mean whichever. */
    record Asked(long id, String deployName, String appName) {
        private boolean fits(Placement placement, String app) {
            return (id <= 0 || id == placement.id())
                    && (deployName.isEmpty() || deployName.equalsIgnoreCase(placement.deployName()))
                    && (appName.isEmpty() || appName.equalsIgnoreCase(app));
        }
    }

    /** What a placement hangs on, each read once. Dies with the handle. */
    private final class Look {
        private final Handle sql;
        private final Map<Long, Deployment> known = new HashMap<>();
        private final Map<Long, String> names = new HashMap<>();

        Look(Handle sql) {
            this.sql = sql;
        }

        Deployment deployment(Placement placement) {
            return known.computeIfAbsent(
                    placement.deploymentId(),
                    id -> deployments.find(sql, Visible.everything(), id).orElseThrow());
        }

        String app(Placement placement) {
            return names.computeIfAbsent(
                    deployment(placement).appId(),
                    id -> sql.createQuery("select name from app where id = :id")
                            .bind("id", id)
                            .mapTo(String.class)
                            .one());
        }

        @Nullable
        Release release(Placement placement) {
            @Nullable Long id = placement.releaseId();
            return id == null
                    ? null
                    : releases.find(sql, Visible.everything(), id).orElse(null);
        }

        DeployInfo info(Node node, Placement placement) {
            Deployment deployment = deployment(placement);
            return ServiceInfos.info(
                    deployment,
                    placement,
                    release(placement),
                    ServiceInfos.of(deployment, placement, node.version(), node.foreign(), secrets::open),
                    app(placement));
        }
    }
}
