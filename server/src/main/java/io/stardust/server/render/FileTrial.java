package io.stardust.server.render;

import io.stardust.api.config.ConfigCheck;
import io.stardust.server.config.MadeFiles;
import io.stardust.server.config.PlacedConfig;
import io.stardust.server.config.effective.Effective;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.DeploymentStore;
import io.stardust.server.deploy.Placement;
import io.stardust.server.deploy.PlacementStore;
import io.stardust.server.release.Release;
import io.stardust.server.release.ReleaseStore;
import io.stardust.server.template.BadTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Tries what a publish of config would do to files: once for each release and scope that placements have. */
final class FileTrial implements MadeFiles {
    private static final int SHOWN = 64 << 10; // bytes

    private final Renderer renderer;
    private final PlacedConfig config;
    private final MadeFileStore store = new MadeFileStore();
    private final DeploymentStore deployments = new DeploymentStore();
    private final PlacementStore placements = new PlacementStore();
    private final ReleaseStore releases = new ReleaseStore();

    FileTrial(Renderer renderer, PlacedConfig config) {
        this.renderer = renderer;
        this.config = config;
    }

    /** Placements that get the same files. */
    private record Group(long releaseId, String scope) {}

    @Override
    public Effects tried(Handle sql, Trial trial) {
        List<ConfigCheck.Problem> problems = new ArrayList<>();
        List<ConfigCheck.File> files = new ArrayList<>();
        for (MadeFileStore.Owner owner : store.all(sql)) {
            if (!trial.mayRead(owner.appId())) continue;
            Deployment deployment = deployments.require(sql, Visible.everything(), owner.deploymentId());
            Map<Group, Long> groups = groups(sql, deployment);
            groups.keySet().removeIf(group -> !config.isMadeOf(trial.appId(), owner.appId(), group.scope()));
            groups.forEach((group, count) -> releases.find(sql, Visible.everything(), group.releaseId())
                    .ifPresent(release -> tried(trial, deployment, release, group, count, problems, files)));
        }
        return new Effects(problems, files);
    }

    private Map<Group, Long> groups(Handle sql, Deployment deployment) {
        Map<Group, Long> groups = new LinkedHashMap<>();
        for (Placement placement : placements.ofDeployment(sql, deployment.id())) {
            @Nullable Long release = placement.releaseId();
            if (release == null || placement.state() == Placement.Wish.REMOVED) continue;
            groups.merge(new Group(release, Renderer.scope(deployment, placement)), 1L, Long::sum);
        }
        return groups;
    }

    private void tried(
            Trial trial,
            Deployment deployment,
            Release release,
            Group group,
            long count,
            List<ConfigCheck.Problem> problems,
            List<ConfigCheck.File> files) {
        Map<String, MadeFile> was = new HashMap<>();
        boolean could = true;
        try {
            Effective before = or(trial.before(deployment.appId(), group.scope()));
            renderer.with(deployment, release, before).forEach(file -> was.put(file.path(), file));
        } catch (BadTemplate e) {
            could = false;
        }
        try {
            Effective after = or(trial.after(deployment.appId(), group.scope()));
            for (MadeFile is : renderer.with(deployment, release, after)) {
                @Nullable MadeFile old = was.get(is.path());
                boolean other = old == null || !old.text().equals(is.text());
                if (other && trial.shows(deployment.projectId())) {
                    files.add(shown(deployment, group, count, old, is));
                }
            }
        } catch (BadTemplate e) {
            if (!could) return; // it is no worse than it was
            String where = trial.shows(deployment.projectId()) ? deployment.name() : "of another project";
            String words = "deployment %s: %s".formatted(where, e.words());
            problems.add(new ConfigCheck.Problem(e.key() == null ? "" : e.key(), group.scope(), words));
        }
    }

    private static Effective or(@Nullable Effective made) {
        return made == null ? PlacedConfig.NONE : made;
    }

    private static ConfigCheck.File shown(
            Deployment deployment, Group group, long count, @Nullable MadeFile was, MadeFile is) {
        boolean secret = is.secret() || (was != null && was.secret());
        boolean hidden = secret
                || is.text().length() > SHOWN
                || (was != null && was.text().length() > SHOWN);
        return new ConfigCheck.File(
                deployment.name(),
                is.path(),
                group.scope(),
                count,
                hidden || was == null ? null : was.text(),
                hidden ? null : is.text(),
                secret);
    }
}
