package io.stardust.cli.deploy;

import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.deploy.PlacementView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Exit;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code stardust deploy start}, {@code stop}, {@code restart} and {@code reinstall}. */
@Command
final class Power implements Runnable {
    /** What is wanted of the processes. */
    enum Verb {
        START("start", "Start a deployment where it is stopped, also after crashes.", "starts"),
        STOP("stop", "Stop a deployment until it is started again.", "stops"),
        RESTART("restart", "Restart a deployment.", "restarts"),
        REINSTALL(
                "reinstall", "Reinstall the current release; stopped processes stay stopped.", "is being reinstalled");

        private final String word;
        private final String description;
        private final String told;

        Verb(String word, String description, String told) {
            this.word = word;
            this.description = description;
            this.told = told;
        }
    }

    private final Session session;
    private final Terminal terminal;
    private final Verb verb;

    @Mixin
    private Chosen chosen = new Chosen();

    @Mixin
    private Waiting waiting = new Waiting();

    Power(Session session, Terminal terminal, Verb verb) {
        this.session = session;
        this.terminal = terminal;
        this.verb = verb;
    }

    @Spec
    void spec(CommandSpec spec) {
        spec.usageMessage()
                .description(verb.description)
                .footer("  stardust deploy " + verb.word + " hello --node web1 --wait");
    }

    @Override
    public void run() {
        var api = session.api();
        DeploymentView deployment = Deployments.find(api, chosen.name());
        List<PlacementView> placements = Deployments.placements(api, deployment, chosen.nodes());
        if (chosen.nodes().isEmpty()) {
            api.post(Deployments.path(deployment, "/" + verb.word), null);
        } else {
            for (PlacementView placement : placements)
                api.post("/placements/" + placement.id() + "/" + verb.word, null);
        }
        String where = placements.stream().map(PlacementView::nodeName).collect(Collectors.joining(", "));
        if (waiting.wanted()) await(api, deployment, placements);
        placements.stream()
                .filter(placement -> !waiting.wanted() && !reachable(placement))
                .forEach(placement -> terminal.note(why(placement)));
        terminal.say("%s %s on %s".formatted(deployment.name(), waiting.wanted() ? past() : verb.told, where));
    }

    private static boolean reachable(PlacementView placement) {
        return placement.observed().reachable();
    }

    private String past() {
        return verb == Verb.STOP ? "is stopped" : verb == Verb.REINSTALL ? "is reinstalled" : "runs";
    }

    /** Fails when a node has not done it, at once when none is left that could. */
    private void await(Api api, DeploymentView deployment, List<PlacementView> placements) {
        List<Long> ids = placements.stream().map(PlacementView::id).toList();
        waiting.until(terminal, () -> open(api, deployment, ids).stream().noneMatch(Power::reachable));
        List<PlacementView> left = open(api, deployment, ids);
        if (left.isEmpty()) return;
        boolean away = left.stream().noneMatch(Power::reachable);
        String why = left.stream().map(this::why).collect(Collectors.joining("; "));
        var failure = new Failure(away ? Exit.UNAVAILABLE : Exit.FAILED, deployment.name() + ": " + why);
        throw failure.next(
                away
                        ? "stardust node show " + left.getFirst().nodeName()
                        : "stardust deploy status " + deployment.name());
    }

    private String why(PlacementView placement) {
        String node = placement.nodeName();
        if (!reachable(placement)) {
            return "node %s is not connected; it will %s when it returns".formatted(node, verb.word);
        }
        String reason = placement.observed().reason();
        return "node %s did not %s within %d s, it is %s%s"
                .formatted(
                        node,
                        verb.word,
                        waiting.seconds(),
                        PlacementText.state(placement.observed()).text(),
                        reason == null ? "" : " (" + reason + ")");
    }

    private static List<PlacementView> open(Api api, DeploymentView deployment, List<Long> ids) {
        return Deployments.placements(api, deployment).stream()
                .filter(placement -> ids.contains(placement.id()) && !placement.converged())
                .toList();
    }
}
