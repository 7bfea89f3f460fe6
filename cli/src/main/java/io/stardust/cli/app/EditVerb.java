package io.stardust.cli.app;

import io.stardust.api.app.AppView;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust app edit}. */
@Command(
        name = "edit",
        description = "Edit an app; options that are not given stay unchanged.",
        footer = {
            "  stardust app edit shop --allow 10.0.0.0/8 --allow 192.168.1.*",
            "  stardust app edit ops --control web1,shop",
            "  stardust app edit ledger --log-class audit",
            "  stardust app edit shop --no-enabled"
        })
final class EditVerb implements Runnable {
    private final Session session;
    private final Terminal terminal;

    @Parameters(paramLabel = "APP", description = "App name or ID.")
    private String word = "";

    @Option(names = "--name", paramLabel = "NAME", description = "Unique name on the server; apps log in with it.")
    private @Nullable String name;

    @Option(names = "--display-name", paramLabel = "TEXT", description = "Display name; empty: the name.")
    private @Nullable String displayName;

    @Option(
            names = "--enabled",
            negatable = true,
            description = "Enable or disable the app; a disabled one cannot log in.")
    private @Nullable Boolean enabled;

    @Option(
            names = "--allow",
            paramLabel = "ADDRESSES",
            description = "Allowed addresses, 10.0.0.0/8 or 10.0.*; repeatable, replaces the list; empty: any.")
    private @Nullable List<String> allow;

    @Option(
            names = "--deny",
            paramLabel = "ADDRESSES",
            description = "Denied addresses; repeatable, replaces the list; empty: none.")
    private @Nullable List<String> deny;

    @Option(
            names = "--control",
            paramLabel = "NAMES",
            description = "Node codes and app names that it can command, with commas between; *: all; empty: none.")
    private @Nullable String control;

    @Option(
            names = "--log-class",
            paramLabel = "CLASS",
            description = "Retention class of its logs from now on, one of the server; empty: standard.")
    private @Nullable String logClass;

    @Option(
            names = "--require-secret",
            negatable = true,
            description = "Reject logins without a secret; off: until a secret is used the next time.")
    private @Nullable Boolean requireSecret;

    EditVerb(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        var api = session.api();
        AppView app = Apps.find(api, word);
        var edit = new AppEdit(
                name, displayName, enabled, entries(allow), entries(deny), control, logClass, requireSecret);
        var reply = api.patch("/apps/" + app.id(), app.revision(), edit);
        if (terminal.json()) terminal.print(reply);
        else terminal.print("app %s updated".formatted(app.name()));
    }

    /** One empty option clears the list. */
    private static @Nullable List<String> entries(@Nullable List<String> said) {
        if (said == null) return null;
        return said.stream().filter(entry -> !entry.isBlank()).toList();
    }
}
