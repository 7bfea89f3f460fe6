package io.stardust.cli.deploy;

import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.rollout.RolloutConfig;
import io.stardust.api.rollout.RolloutPage;
import io.stardust.api.rollout.RolloutSummary;
import io.stardust.api.rollout.RolloutView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Facts;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust rollout}: what moves to which release, and how far it has come. */
@Command(
        name = "rollout",
        description = "Manage rollouts and watch their progress.",
        footer = {
            "  stardust rollout list --status running",
            "  stardust rollout show 12",
            "  stardust rollout resume 12"
        })
public final class RolloutCommands {
    private final Session session;
    private final Terminal terminal;

    private RolloutCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    /** All verbs of this feature. */
    public static CommandLine tree(Session session, Terminal terminal) {
        return new CommandLine(new RolloutCommands(session, terminal));
    }

    @Command(
            name = "list",
            aliases = "ls",
            description = "List rollouts, newest first.",
            footer = "  stardust rollout list hello")
    void list(
            @Nullable
                    @Parameters(
                            paramLabel = "NAME",
                            arity = "0..1",
                            description = "Deployment name or ID; default: all.")
                    String name,
            @Nullable
                    @Option(
                            names = "--status",
                            paramLabel = "STATUS",
                            description = "scheduled, running, paused, done, failed, reverting, reverted, cancelled or "
                                    + "superseded.")
                    String status,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "30",
                            description = "Maximum number of rows; default: ${DEFAULT-VALUE}.")
                    int limit) {
        var api = session.api();
        Long deployment =
                name == null ? null : Long.valueOf(Deployments.find(api, name).id());
        var found = api.list(Api.query("/rollouts", "deploymentId", deployment, "status", status), limit);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var table =
                new Table("ID", "DEPLOYMENT", "KIND", "VERSION", "STATUS", "BATCH", "READY", "FAILED", "STARTED", "BY");
        for (RolloutSummary rollout : found.as(RolloutPage.class)) {
            RolloutSummary.Counts counts = rollout.placements();
            table.row(
                    rollout.id(),
                    rollout.deploymentName(),
                    rollout.kind(),
                    rollout.version(),
                    new Cell(
                            RolloutText.standing(rollout),
                            Cell.state(rollout.status()).style()),
                    "%d of %d".formatted(rollout.currentBatch() + 1, rollout.batches()),
                    "%d of %d".formatted(counts.ready(), counts.all()),
                    counts.failed() == 0 ? null : counts.failed(),
                    Words.ago(rollout.createdAt(), terminal.now()),
                    rollout.createdBy());
        }
        table.print(terminal, "no rollouts");
    }

    @Command(
            name = "show",
            description = "Show a rollout with its placements, failures first.",
            footer = "  stardust rollout show 12")
    void show(
            @Parameters(paramLabel = "ID", description = "Rollout ID.") long id,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "200",
                            description = "Maximum number of placements; default: ${DEFAULT-VALUE}.")
                    int limit) {
        Reply reply = session.api().get("/rollouts/" + id);
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        RolloutView rollout = reply.as(RolloutView.class);
        new Facts()
                .add("id", rollout.id())
                .add("deployment", rollout.deploymentName())
                .add("kind", rollout.kind())
                .add("version", rollout.version())
                .add(
                        "status",
                        new Cell(
                                RolloutText.standing(rollout),
                                Cell.state(rollout.status()).style()))
                .add("why", rollout.pausedWhy())
                .add("batch", "%d of %d".formatted(rollout.currentBatch() + 1, rollout.batches()))
                .add("next batch", Words.at(rollout.nextBatchAt(), ZoneId.systemDefault()))
                .add(
                        "canary traffic",
                        rollout.weight() == null
                                ? null
                                : "%d%% for %d s".formatted(rollout.weight(), rollout.rampSeconds()))
                .add("config", rollout.config() == null ? null : RolloutText.config(rollout.config()))
                .add("not pinned", inherited(rollout.config()))
                .add("starts", Words.at(rollout.startAt(), ZoneId.systemDefault()))
                .add("reverted by", rollout.revertedBy())
                .add("reverts", rollout.reverts())
                .add("started", Words.ago(rollout.createdAt(), terminal.now()) + " by " + rollout.createdBy())
                .print(terminal);
        var table = new Table("BATCH", "NODE", "VERSION", "STATE", "CONFIG", "REASON");
        var parts = session.api().list("/rollouts/" + id + "/placements", limit);
        for (RolloutView.Part part : parts.as(RolloutView.Page.class)) {
            table.row(
                    part.batch() + 1,
                    part.nodeName(),
                    part.version(),
                    Cell.state(part.state()),
                    RolloutText.held(part),
                    part.reason());
        }
        table.print(terminal, "no placements");
        if (rollout.counts().all() > limit)
            terminal.note("%d of %d shown; use --limit to show more"
                    .formatted(limit, rollout.counts().all()));
    }

    private static @Nullable String inherited(@Nullable RolloutConfig config) {
        if (config == null || config.inherited().isEmpty()) return null;
        return "what is inherited from " + String.join(", ", config.inherited());
    }

    @Command(
            name = "pause",
            description = "Pause a rollout before its next batch.",
            footer = "  stardust rollout pause 12")
    void pause(@Parameters(paramLabel = "ID", description = "Rollout ID.") long id) {
        said(act(id, "pause"), "is paused");
    }

    @Command(
            name = "resume",
            description = "Resume a rollout after a pause or a failure.",
            footer = "  stardust rollout resume 12")
    void resume(@Parameters(paramLabel = "ID", description = "Rollout ID.") long id) {
        said(act(id, "resume"), "resumed");
    }

    @Command(
            name = "cancel",
            description = "Cancel a rollout; nodes that are already updated stay updated.",
            footer = "  stardust rollout cancel 12")
    void cancel(@Parameters(paramLabel = "ID", description = "Rollout ID.") long id) {
        said(act(id, "cancel"), "is cancelled");
    }

    @Command(
            name = "revert",
            description = "Revert all changes of a rollout at once, and watch until it runs.",
            footer = "  stardust rollout revert 12")
    int revert(
            @Parameters(paramLabel = "ID", description = "Rollout ID.") long id,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask for confirmation.")
                    boolean yes,
            @Mixin WatchOptions watching) {
        var api = session.api();
        if (!yes && !terminal.confirmed("Revert all changes of rollout #%d?".formatted(id))) return 0;
        Reply back = act(id, "revert");
        RolloutView rollout = back.as(RolloutView.class);
        if (rollout.id() == id) {
            said(back, "reverted: nothing ran there before");
            return 0;
        }
        DeploymentView deployment =
                api.get("/deployments/" + rollout.deploymentId()).as(DeploymentView.class);
        return new Watch(terminal).follow(api, deployment, back, watching);
    }

    private Reply act(long id, String verb) {
        if (id <= 0) throw Failure.usage("ID: %d (expected: the number of a rollout)".formatted(id));
        return session.api().post("/rollouts/" + id + "/" + verb, null);
    }

    private void said(Reply reply, String what) {
        if (terminal.json()) terminal.print(reply);
        else
            terminal.print(
                    "rollout #%d %s".formatted(reply.as(RolloutView.class).id(), what));
    }
}
