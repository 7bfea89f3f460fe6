package io.stardust.cli.deploy;

import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.deploy.OutputView;
import io.stardust.api.deploy.PlacementView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Exit;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stardust deploy output}: what the processes print, asked of the agents live. */
@Command(
        name = "output",
        aliases = "logs",
        description = "Show the output (logs) of the processes; -f follows it.",
        footer = {"  stardust deploy output hello --lines 20", "  stardust deploy output hello --node web1 -f"})
final class OutputVerb implements Callable<Integer> {
    private static final long PAUSE_MS = 400;

    private final Session session;
    private final Terminal terminal;
    private final Map<Long, String> cursors = new HashMap<>();
    private final Map<Long, String> silent = new HashMap<>();

    @Mixin
    private Chosen chosen = new Chosen();

    @Option(
            names = "--lines",
            paramLabel = "N",
            description = "Number of lines, counted from the end; default: ${DEFAULT-VALUE}.")
    private int lines = 100;

    @Option(
            names = {"-f", "--follow"},
            description = "Follow the output until interrupted.")
    private boolean follow;

    OutputVerb(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var api = session.api();
        DeploymentView deployment = Deployments.find(api, chosen.name());
        List<PlacementView> placements = Deployments.placements(api, deployment, chosen.nodes());
        boolean many = placements.size() > 1;
        do {
            boolean news = false;
            for (PlacementView placement : placements) news |= tried(api, placement, many);
            if (follow && !news) Waiting.pause(PAUSE_MS);
        } while (follow);
        return silent.isEmpty() ? Exit.OK.code() : ended(placements);
    }

    /** Names those that did not answer, after the output of the others. */
    private int ended(List<PlacementView> placements) {
        List<String> nodes = placements.stream()
                .filter(placement -> silent.containsKey(placement.id()))
                .map(PlacementView::nodeName)
                .toList();
        terminal.error("no output from %s of %s: %s"
                .formatted(nodes.size(), Words.count(placements.size(), "node"), String.join(", ", nodes)));
        terminal.note("next: stardust node show " + nodes.getFirst());
        return Exit.UNAVAILABLE.code();
    }

    /** One that does not answer must not end the view of the others. */
    private boolean tried(Api api, PlacementView placement, boolean many) {
        try {
            boolean news = once(api, placement, many);
            silent.remove(placement.id());
            return news;
        } catch (Failure e) {
            boolean waits = follow && e.exit() == Exit.UNAVAILABLE;
            if (e.exit() == Exit.NOT_SIGNED_IN || (!many && !waits)) throw e;
            if (!e.line().equals(silent.put(placement.id(), e.line()))) {
                terminal.note(placement.nodeName() + ": " + e.line());
            }
            return false;
        }
    }

    private boolean once(Api api, PlacementView placement, boolean many) {
        @Nullable String after = cursors.get(placement.id());
        String path = "/placements/" + placement.id() + "/output";
        Reply reply = api.get(Api.query(path, "lines", after == null ? lines : null, "after", after));
        OutputView output = reply.as(OutputView.class);
        if (output.next() != null) cursors.put(placement.id(), output.next());
        String text = output.text();
        if (terminal.json()) {
            if (!follow || !text.isEmpty()) terminal.print(reply);
            return !text.isEmpty();
        }
        if (output.lost() && after != null)
            terminal.note(placement.nodeName() + ": some lines are missing (log rotation)");
        if (many) terminal.output(placement.nodeName(), text);
        else terminal.output(text.isEmpty() || text.endsWith("\n") ? text : text + "\n");
        return !text.isEmpty();
    }
}
