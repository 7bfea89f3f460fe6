package io.stardust.cli.deploy;

import io.stardust.api.release.FileChanges;
import io.stardust.api.rollout.Plan;
import io.stardust.cli.http.Reply;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Style;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;

/** Shows what a rollout would do. Pure output. */
final class PlanTable {
    private PlanTable() {}

    static void print(Terminal terminal, Reply reply) {
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        Plan plan = reply.as(Plan.class);
        var table = new Table("BATCH", "NODE", "FROM", "TO", "ACT", "FILES", "WARNINGS");
        for (Plan.OnNode node : plan.nodes()) {
            FileChanges files = node.files();
            table.row(
                    node.batch() + 1,
                    node.nodeName(),
                    node.fromVersion(),
                    node.toVersion(),
                    node.restarts() ? node.act() + ", restarts" : node.act(),
                    node.act().equals("install")
                            ? "+%d ~%d -%d, %s"
                                    .formatted(
                                            files.added(), files.changed(), files.removed(), Words.size(files.bytes()))
                            : null,
                    node.warnings().isEmpty() ? null : new Cell(String.join("; ", node.warnings()), Style.BAD));
        }
        table.print(terminal, "nothing to change");
        if (plan.config() != null) terminal.note("config: " + RolloutText.config(plan.config()));
        if (plan.reverts() != null) terminal.note("undoes rollout #" + plan.reverts());
        for (String warning : plan.warnings()) terminal.note("warning: " + warning);
    }
}
