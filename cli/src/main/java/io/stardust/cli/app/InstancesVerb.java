package io.stardust.cli.app;

import io.stardust.api.instance.InstancePage;
import io.stardust.api.instance.InstanceView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Style;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust app instances}. */
@Command(
        name = "instances",
        description = "List the instances of an app: its running processes that are logged in.",
        footer = "  stardust app instances shop")
final class InstancesVerb implements Runnable {
    private final Session session;
    private final Terminal terminal;

    @Parameters(paramLabel = "APP", description = "App name or ID.")
    private String word = "";

    @Option(names = "-q", paramLabel = "TEXT", description = "Part of the instance, node or version.")
    private @Nullable String text;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Maximum number of rows; default: ${DEFAULT-VALUE}.")
    private int limit;

    InstancesVerb(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        var api = session.api();
        long app = Apps.find(api, word).id();
        var found = api.list(Api.query("/apps/" + app + "/instances", "q", text), limit);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var table = new Table(
                "INSTANCE", "PUSH", "NODE", "VERSION", "SCOPE", "ZONE", "MEMORY", "CPU", "THREADS", "SINCE", "SEEN");
        List<InstanceView> instances = found.as(InstancePage.class).stream()
                .sorted(Comparator.comparing(InstanceView::linked))
                .toList();
        for (InstanceView one : instances) {
            InstanceView.Meters meters = one.meters();
            table.row(
                    one.client(),
                    one.linked() ? new Cell("connected", Style.GOOD) : new Cell("heartbeat only", Style.BUSY),
                    one.node() == null ? one.address() : one.node(),
                    one.version(),
                    one.scope(),
                    one.zone(),
                    meters == null ? null : Words.size(meters.memory()),
                    meters == null ? null : String.format(Locale.ROOT, "%.2f", meters.cpu()),
                    meters == null ? null : meters.threads(),
                    Words.since(one.since(), terminal.now()),
                    Words.ago(one.lastSeen(), terminal.now()));
        }
        table.print(terminal, "no instances");
    }
}
