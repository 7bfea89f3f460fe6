package io.stardust.server.fetch;

import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.ServiceInfo;
import io.stardust.server.access.secret.Secrets;
import io.stardust.server.change.Changes;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.DeploymentStore;
import io.stardust.server.deploy.Placement;
import io.stardust.server.deploy.Placement.Wish;
import io.stardust.server.deploy.PlacementStore;
import io.stardust.server.deploy.ServiceInfos;
import io.stardust.server.node.Node;
import io.stardust.server.release.Release;
import io.stardust.server.release.ReleaseStore;
import io.stardust.server.render.MadeFile;
import io.stardust.server.render.Renderer;
import io.stardust.server.report.Observations;
import io.stardust.server.variable.Untellable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Tells a node what it should run. A placement that its agent cannot be told of is left out, which the agent takes as
 * no order at all: what runs of it runs on, and people are told why. Thread-safe.
 */
public final class DesiredList {
    private final Database db;
    private final Secrets secrets;
    private final Untold untold;
    private final Renderer renderer;
    private final DeploymentStore deployments = new DeploymentStore();
    private final ReleaseStore releases = new ReleaseStore();
    private final PlacementStore placements = new PlacementStore();

    public DesiredList(Database db, Changes changes, Observations observations, Secrets secrets, Renderer renderer) {
        this.renderer = renderer;
        this.db = db;
        this.secrets = secrets;
        this.untold = new Untold(changes, observations);
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
        return told(node, db.read(sql -> {
            List<Placement> some = placements.ofNode(sql, node.id()).stream()
                    .filter(placement -> placement.releaseId() != null && placement.id() > after)
                    .sorted(java.util.Comparator.comparingLong(Placement::id))
                    .limit(count)
                    .toList();
            return new Look(sql).tell(node, some, some);
        }));
    }

    /** Upstream's rule: enabled, wanted up and with a release. */
    List<DeployInfo> running(Node node, Asked asked) {
        return told(node, db.read(sql -> {
            var look = new Look(sql);
            List<Placement> some = placements.ofNode(sql, node.id()).stream()
                    .filter(placement -> asked.fits(placement, look.app(placement)))
                    .toList();
            List<Placement> up = some.stream()
                    .filter(placement -> look.up(placement) && look.release(placement) != null)
                    .toList();
            return look.tell(node, some, up);
        }));
    }

    /**
     * A file that {@code node} was told of, by its content; empty when it has no such placement, or the file is another
     * by now.
     */
    Optional<MadeFile> file(Node node, long placementId, String sha256) {
        Optional<Entry> entry = db.read(sql -> {
            var look = new Look(sql);
            return placements
                    .find(sql, Visible.everything(), placementId)
                    .filter(placement -> placement.nodeId() == node.id())
                    .map(placement -> look.entry(node, placement));
        });
        return entry.flatMap(one -> files(node, one).stream()
                .filter(file -> file.sha256().equals(sha256))
                .findFirst());
    }

    /** What ends needs no files. Not while the database is read: packages are opened for it. */
    private List<MadeFile> files(Node node, Entry entry) {
        @Nullable Release release = entry.release();
        boolean up = entry.placement().effective(entry.deployment().enabled()) == Wish.RUNNING;
        if (release == null || !up) return List.of();
        return renderer.of(entry.deployment(), entry.placement(), release, node.name());
    }

    private List<DeployInfo> told(Node node, Told told) {
        List<DeployInfo> infos = new ArrayList<>();
        Map<Long, String> reasons = new HashMap<>(told.reasons());
        for (Entry each : told.entries()) {
            try {
                infos.add(DeployInfos.of(
                        each.deployment(),
                        each.placement(),
                        each.release(),
                        each.service(),
                        each.app(),
                        Renderer.told(each.deployment(), files(node, each))));
            } catch (Untellable e) {
                reasons.put(each.placement().id(), e.words());
            }
        }
        untold.keep(node, told.kept(), told.judged(), reasons);
        return infos;
    }

    /** What one entry of the list is made of. */
    private record Entry(
            Deployment deployment,
            Placement placement,
            @Nullable Release release,
            ServiceInfo service,
            String app) {}

    /**
     * What a node is told.
     *
     * @param judged the placements that were looked at
     * @param reasons of those that are left out, by placement
     * @param kept the reasons that people are shown up to now
     */
    private record Told(
            List<Entry> entries, List<Placement> judged, Map<Long, String> reasons, Map<Long, String> kept) {}

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
            return names.computeIfAbsent(deployment(placement).appId(), id -> deployments.appName(sql, id));
        }

        @Nullable
        Release release(Placement placement) {
            @Nullable Long id = placement.releaseId();
            return id == null
                    ? null
                    : releases.find(sql, Visible.everything(), id).orElse(null);
        }

        boolean up(Placement placement) {
            return placement.effective(deployment(placement).enabled()) == Wish.RUNNING;
        }

        Told tell(Node node, List<Placement> judged, List<Placement> told) {
            List<Entry> entries = new ArrayList<>();
            Map<Long, String> reasons = new HashMap<>();
            for (Placement placement : told) {
                try {
                    entries.add(entry(node, placement));
                } catch (Untellable e) {
                    reasons.put(placement.id(), e.words());
                }
            }
            return new Told(entries, judged, reasons, untold.kept(sql, node.id()));
        }

        /** What ends needs no secrets. */
        private String open(boolean needed, String sealed) {
            try {
                return secrets.open(sealed);
            } catch (Secrets.Unopened e) {
                if (needed) throw e;
                return "";
            }
        }

        Entry entry(Node node, Placement placement) {
            Deployment deployment = deployment(placement);
            boolean up = up(placement);
            UnaryOperator<String> open = text -> open(up, text);
            if (up && node.foreign()) requireSayable(node, deployment, placement, open);
            return new Entry(
                    deployment,
                    placement,
                    release(placement),
                    ServiceInfos.of(deployment, placement, node.version(), node.foreign(), open),
                    app(placement));
        }

        private void requireSayable(Node node, Deployment deployment, Placement placement, UnaryOperator<String> open) {
            ServiceInfos.requireSayable(ServiceInfos.environment(deployment, placement, 0, open), node.name());
            if (deployment.templates() == null) return;
            throw new Untellable(
                    "the agent of node %s writes no files made of config; install this server's agent there"
                            .formatted(node.name()),
                    null);
        }
    }
}
