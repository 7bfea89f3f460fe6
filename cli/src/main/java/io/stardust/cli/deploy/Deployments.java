package io.stardust.cli.deploy;

import io.stardust.api.deploy.DeploymentPage;
import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.deploy.PlacementPage;
import io.stardust.api.deploy.PlacementView;
import io.stardust.api.release.ReleasePage;
import io.stardust.api.release.ReleaseView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Naming;
import io.stardust.cli.node.Nodes;
import java.util.List;
import java.util.Optional;

/** Finds deployments and what belongs to them by what people call them. */
final class Deployments {
    private static final Naming<DeploymentView> NAMING =
            new Naming<>("deployment", DeploymentView::id, DeploymentView::name);

    private static final int ALL = 10_000;

    private Deployments() {}

    /** The deployment that {@code word} names or numbers. */
    static DeploymentView find(Api api, String word) {
        return findIfAny(api, word)
                .orElseThrow(() -> Failure.notFound("no deployment " + word).next("stardust deploy list"));
    }

    static Optional<DeploymentView> findIfAny(Api api, String word) {
        return NAMING.findIfAny(
                word,
                id -> api.find("/deployments/" + id).map(reply -> reply.as(DeploymentView.class)),
                name -> api.list(Api.query("/deployments", "q", name), 1000).as(DeploymentPage.class));
    }

    /** {@code /deployments/3} and what is below. */
    static String path(DeploymentView deployment, String below) {
        return "/deployments/" + deployment.id() + below;
    }

    static List<PlacementView> placements(Api api, DeploymentView deployment) {
        return api.list(path(deployment, "/placements"), ALL).as(PlacementPage.class);
    }

    /** Those on the nodes that {@code nodeWords} mean; all for no word. Fails when one of the nodes has none. */
    static List<PlacementView> placements(Api api, DeploymentView deployment, List<String> nodeWords) {
        List<PlacementView> all = placements(api, deployment);
        if (nodeWords.isEmpty()) {
            if (all.isEmpty())
                throw Failure.notFound("%s is not placed on any node yet".formatted(deployment.name()))
                        .next("stardust deploy place %s NODE".formatted(deployment.name()));
            return all;
        }
        List<Long> nodes = Nodes.ids(api, nodeWords);
        for (int i = 0; i < nodes.size(); i++) {
            long node = nodes.get(i);
            if (all.stream().noneMatch(placement -> placement.nodeId() == node)) {
                throw Failure.notFound("%s is not placed on node %s".formatted(deployment.name(), nodeWords.get(i)))
                        .next("stardust deploy status " + deployment.name());
            }
        }
        return all.stream()
                .filter(placement -> nodes.contains(placement.nodeId()))
                .toList();
    }

    /** The release of {@code deployment} whose version {@code word} is, or whose id, {@code #12}. */
    static ReleaseView release(Api api, DeploymentView deployment, String word) {
        List<ReleaseView> all = api.list(path(deployment, "/releases"), ALL).as(ReleasePage.class);
        String marked = word.startsWith("#") ? word : "#" + word;
        return all.stream()
                .filter(release -> release.version().equals(word))
                .findFirst()
                .or(() -> all.stream()
                        .filter(release -> ("#" + release.id()).equals(marked))
                        .findFirst())
                .orElseThrow(() -> Failure.notFound("no release %s of %s".formatted(word, deployment.name()))
                        .next("stardust deploy releases " + deployment.name()));
    }
}
