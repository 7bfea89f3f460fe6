package io.stardust.cli.app;

import io.stardust.api.app.AppView;
import io.stardust.api.instance.InstanceCommand;
import io.stardust.api.instance.InstanceCommandPage;
import io.stardust.api.instance.InstanceCommandView;
import io.stardust.cli.http.Exit;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust app command}. */
@Command(
        name = "command",
        description = "Send a command to the instances of an app, or to one.",
        footer = {
            "  stardust app command shop app/freeMemory --wait",
            "  stardust app command shop cache/clear orders --instance 10.0.0.1@4711"
        })
final class InstanceCommandVerb implements Callable<Integer> {
    private static final int LONGEST_WAIT_S = 30;

    private final Session session;
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "APP", description = "App name or ID.")
    private String word = "";

    @Parameters(index = "1", paramLabel = "COMMAND", description = "Command that the app knows.")
    private String command = "";

    @Parameters(index = "2", paramLabel = "ARGUMENT", arity = "0..1", description = "JSON or plain text.")
    private @Nullable String argument;

    @Option(names = "--instance", paramLabel = "INSTANCE", description = "Only this instance; default: all.")
    private @Nullable String instance;

    @Option(
            names = "--expires",
            paramLabel = "SECONDS",
            description = "Seconds for which it is repeated, 1 to 3000; default: 600.")
    private @Nullable Integer expires;

    @Option(names = "--wait", description = "Wait up to 30 s for the answers and print them.")
    private boolean wait;

    InstanceCommandVerb(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var api = session.api();
        AppView app = Apps.find(api, word);
        var body = new InstanceCommand(instance, command, argument, expires, wait ? LONGEST_WAIT_S : null);
        var reply = api.post("/apps/" + app.id() + "/commands", body);
        InstanceCommandPage sent = reply.as(InstanceCommandPage.class);
        if (terminal.json()) terminal.print(reply);
        else told(sent);
        return wait ? exit(sent.items()) : Exit.OK.code();
    }

    private void told(InstanceCommandPage sent) {
        if (!wait) {
            terminal.print("%s sent to %s".formatted(command, Words.count(sent.sent(), "instance")));
            return;
        }
        var table = new Table("INSTANCE", "STATUS", "ANSWER");
        for (InstanceCommandView one : sent.items()) {
            Object status = one.status().equals("ready") ? "no answer yet" : Cell.state(one.status());
            table.row(one.client(), status, one.result());
        }
        table.print(terminal, "no instances");
    }

    private static int exit(List<InstanceCommandView> items) {
        List<String> states = items.stream().map(InstanceCommandView::status).toList();
        if (states.contains("error") || states.contains("cancelled")) return Exit.FAILED.code();
        boolean open = states.contains("ready") || states.contains("processing");
        return open ? Exit.UNAVAILABLE.code() : Exit.OK.code();
    }
}
