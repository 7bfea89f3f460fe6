package io.stardust.cli.config;

import io.stardust.api.config.ConfigCheck;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Style;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code stardust config check}. */
@Command(
        name = "check",
        description = "Preview a publish: its problems, and what changes for running instances; fails on problems.",
        footer = {"  stardust config check shop", "  stardust config check shop 3"})
final class CheckVerb extends AppVerb {
    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "RELEASE",
            description = "Release number, as for a rollback; default: the draft.")
    private @Nullable Long number;

    CheckVerb(Session session, Terminal terminal) {
        super(session, terminal);
    }

    @Override
    public void run() {
        var reply = api().get(Api.query(ConfigApi.path(app()) + "/check", "number", number));
        ConfigCheck check = reply.as(ConfigCheck.class);
        if (terminal.json()) terminal.print(reply);
        else print(check);
        int problems = check.problems().size();
        if (problems > 0)
            throw Failure.failed("%s (expected: none); the server would refuse to publish this"
                    .formatted(Words.count(problems, "problem")));
    }

    private void print(ConfigCheck check) {
        if (!check.problems().isEmpty()) {
            var table = new Table("KEY", "SCOPE", "PROBLEM");
            for (ConfigCheck.Problem one : check.problems())
                table.row(one.key(), one.scope(), new Cell(one.message(), Style.BAD));
            table.print(terminal, "");
        }
        if (check.effects().isEmpty()) terminal.note("no running instance receives other values");
        for (ConfigCheck.Effect effect : check.effects()) {
            String scope = effect.scope().isEmpty() ? "" : " in scope " + effect.scope();
            terminal.print("%s of app %s%s:"
                    .formatted(Words.count(effect.instances(), "running instance"), effect.app(), scope));
            var table = new Table("KEY", "BEFORE", "AFTER");
            for (ConfigCheck.Item item : effect.items()) {
                table.row(
                        item.key(),
                        ConfigText.value(item.before(), item.secret()),
                        ConfigText.value(item.after(), item.secret()));
            }
            table.print(terminal, "");
        }
        if (check.files().isEmpty()) return;
        var table = new Table("FILE", "DEPLOYMENT", "SCOPE", "PLACEMENTS");
        for (ConfigCheck.File file : check.files()) {
            table.row(file.file(), file.deployment(), file.scope(), file.placements());
        }
        terminal.print("files that would change:");
        table.print(terminal, "");
    }
}
