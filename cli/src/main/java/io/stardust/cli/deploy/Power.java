package io.stardust.cli.deploy;

import io.stardust.cli.deploy.api.Deployment;
import io.stardust.cli.deploy.api.Placement;
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
        Deployment deployment = Deployments.find(api, chosen.name());
        List<Placement> placements = Deployments.placements(api, deployment, chosen.nodes());
        if (chosen.nodes().isEmpty()) {
            api.post(Deployments.path(deployment, "/" + verb.word), null);
        } else {
            for (Placement placement : placements) api.post("/placements/" + placement.id() + "/" + verb.word, null);
        }
        String where = placements.stream().map(Placement::nodeName).collect(Collectors.joining(", "));
        if (waiting.wanted()) await(api, deployment, placements);
        placements.stream()
                .filter(placement -> !waiting.wanted() && !placement.reachable())
                .forEach(placement -> terminal.note(why(placement)));
        terminal.say("%s %s on %s".formatted(deployment.name(), waiting.wanted() ? past() : verb.told, where));
    }

    private String past() {
        return verb == Verb.STOP ? "is stopped" : verb == Verb.REINSTALL ? "is reinstalled" : "runs";
    }

    /** Fails when a node has not done it, at once when none is left that could. */
    private void await(Api api, Deployment deployment, List<Placement> placements) {
        List<Long> ids = placements.stream().map(Placement::id).toList();
        waiting.until(terminal, () -> open(api, deployment, ids).stream().noneMatch(Placement::reachable));
        List<Placement> left = open(api, deployment, ids);
        if (left.isEmpty()) return;
        boolean away = left.stream().noneMatch(Placement::reachable);
        String why = left.stream().map(this::why).collect(Collectors.joining("; "));
        var failure = new Failure(away ? Exit.UNAVAILABLE : Exit.FAILED, deployment.name() + ": " + why);
        throw failure.next(
                away
                        ? "stardust node show " + left.getFirst().nodeName()
                        : "stardust deploy status " + deployment.name());
    }

    private String why(Placement placement) {
        String node = placement.nodeName();
        if (!placement.reachable()) {
            return "node %s is not connected; it will %s when it returns".formatted(node, verb.word);
        }
        String reason = placement.observed().reason();
        return "node %s did not %s within %d s, it is %s%s"
                .formatted(
                        node,
                        verb.word,
                        waiting.seconds(),
                        placement.shown().text(),
                        reason == null ? "" : " (" + reason + ")");
    }

    private static List<Placement> open(Api api, Deployment deployment, List<Long> ids) {
        return Deployments.placements(api, deployment).stream()
                .filter(placement -> ids.contains(placement.id()) && !placement.converged())
                .toList();
    }
}
