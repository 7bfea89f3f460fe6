package io.stardust.cli.config;

import io.stardust.api.config.ConfigInstanceView;
import io.stardust.api.config.ConfigInstances;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Style;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import picocli.CommandLine.Command;

/** {@code stardust config instances}. */
@Command(
        name = "instances",
        description = "List the running instances with the config they have, and keys that are missing or unused.",
        footer = "  stardust config instances shop")
final class InstancesVerb extends AppVerb {
    InstancesVerb(Session session, Terminal terminal) {
        super(session, terminal);
    }

    @Override
    public void run() {
        var reply = api().get(ConfigApi.path(app()) + "/instances");
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        ConfigInstances found = reply.as(ConfigInstances.class);
        var table = new Table("INSTANCE", "NODE", "SCOPE", "CONFIG", "VERSION", "GRAY", "LAST READ");
        for (ConfigInstanceView one : found.items()) {
            table.row(
                    one.client(),
                    one.node(),
                    one.scope(),
                    has(one),
                    one.version(),
                    one.gray() ? new Cell("gray", Style.BUSY) : null,
                    Words.ago(one.askedAt(), terminal.now()));
        }
        table.print(terminal, "no instance is logged in");
        if (found.missing().isEmpty() && found.unused().isEmpty()) return;
        var keys = new Table("KEY", "USE");
        for (String key : found.missing()) keys.row(key, new Cell("read, but has no value", Style.BAD));
        for (String key : found.unused()) keys.row(key, new Cell("not read for 7 days", Style.DIM));
        keys.print(terminal, "");
    }

    private static Cell has(ConfigInstanceView one) {
        if (one.version() == null) return new Cell("not read", Style.DIM);
        return one.current() ? new Cell("current", Style.GOOD) : new Cell("outdated", Style.BUSY);
    }
}
