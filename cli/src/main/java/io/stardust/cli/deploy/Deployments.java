package io.stardust.cli.deploy;

import io.stardust.cli.deploy.api.Deployment;
import io.stardust.cli.deploy.api.DeploymentPage;
import io.stardust.cli.deploy.api.Placement;
import io.stardust.cli.deploy.api.PlacementPage;
import io.stardust.cli.deploy.api.Release;
import io.stardust.cli.deploy.api.ReleasePage;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Named;
import io.stardust.cli.node.Nodes;
import java.util.List;
import java.util.Optional;

/** Finds deployments and what belongs to them by what people call them. */
final class Deployments {
    private static final int ALL = 10_000;

    private Deployments() {}

    /** The deployment that {@code word} names or numbers. */
    static Deployment find(Api api, String word) {
        return findIfAny(api, word)
                .orElseThrow(() -> Failure.notFound("no deployment " + word).next("stardust deploy list"));
    }

    static Optional<Deployment> findIfAny(Api api, String word) {
        return Named.findIfAny(
                "deployment",
                word,
                id -> api.find("/deployments/" + id).map(reply -> reply.as(Deployment.class)),
                name -> api.list(Api.query("/deployments", "q", name), 1000).as(DeploymentPage.class));
    }

    /** {@code /deployments/3} and what is below. */
    static String path(Deployment deployment, String below) {
        return "/deployments/" + deployment.id() + below;
    }

    static List<Placement> placements(Api api, Deployment deployment) {
        return api.list(path(deployment, "/placements"), ALL).as(PlacementPage.class);
    }

    /** Those on the nodes that {@code nodeWords} mean; all for no word. Fails when one of the nodes has none. */
    static List<Placement> placements(Api api, Deployment deployment, List<String> nodeWords) {
        List<Placement> all = placements(api, deployment);
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
    static Release release(Api api, Deployment deployment, String word) {
        List<Release> all = api.list(path(deployment, "/releases"), ALL).as(ReleasePage.class);
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
