package io.stardust.cli.app;

import io.stardust.api.app.AppKeyPage;
import io.stardust.api.app.AppKeyView;
import io.stardust.api.app.AppView;
import io.stardust.api.app.MadeAppKey;
import io.stardust.api.app.NewAppKey;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Naming;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust app key}. */
@Command(
        name = "key",
        description = "Create and revoke keys with which apps log in; list them with: app keys.",
        footer = {"  stardust app key create shop --name web1", "  stardust app key revoke shop web1"})
final class AppKeyCommands {
    private static final Naming<AppKeyView> NAMING = new Naming<>("key", AppKeyView::id, AppKeyView::name);

    private final Session session;
    private final Terminal terminal;

    AppKeyCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Command(
            name = "create",
            description = "Create a key and print its secret once, on a line of its own.",
            footer = {
                "  stardust app key create shop --name web1 --expires 365",
                "  stardust app key create shop --name ci --scope test --scope dev",
                "  stardust app key create shop --name collector --ingest",
                "  export STARDUST_SECRET=$(stardust app key create shop --name laptop)"
            })
    void create(
            @Parameters(paramLabel = "APP", description = "App name or ID.") String word,
            @Nullable
                    @Option(names = "--name", paramLabel = "NAME", description = "Where the key is used; default: key.")
                    String name,
            @Nullable
                    @Option(
                            names = "--expires",
                            paramLabel = "DAYS",
                            description = "Days until it expires, 1 to 3650; default: never.")
                    Integer days,
            @Nullable
                    @Option(
                            names = "--scope",
                            paramLabel = "SCOPE",
                            description = "Config scope that the key may ask for; repeatable; default: any.")
                    List<String> scopes,
            @Option(
                            names = "--ingest",
                            description =
                                    "A token that can send logs and nothing else, for exporters of OpenTelemetry.")
                    boolean ingest) {
        var api = session.api();
        AppView app = Apps.find(api, word);
        var wanted = new NewAppKey(name == null ? "key" : name, days, scopes, ingest ? true : null);
        var reply = api.post("/apps/" + app.id() + "/keys", wanted);
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        MadeAppKey made = reply.as(MadeAppKey.class);
        terminal.print(made.secret());
        String end = Words.at(made.key().expiresAt(), ZoneId.systemDefault());
        terminal.note("key %s of app %s, #%d%s; it is not shown again"
                .formatted(made.key().name(), app.name(), made.key().id(), end.isEmpty() ? "" : ", until " + end));
    }

    @Command(
            name = "revoke",
            aliases = {"remove", "rm", "delete"},
            description = "Revoke a key immediately; instances that log in with it are rejected.",
            footer = "  stardust app key revoke shop web1")
    void revoke(
            @Parameters(index = "0", paramLabel = "APP", description = "App name or ID.") String word,
            @Parameters(index = "1", paramLabel = "KEY", description = "Key name or ID.") String key) {
        var api = session.api();
        AppView app = Apps.find(api, word);
        String path = "/apps/" + app.id() + "/keys";
        List<AppKeyView> all = api.list(path, 10_000).as(AppKeyPage.class);
        List<AppKeyView> valid =
                all.stream().filter(one -> one.revokedAt() == null).toList();
        AppKeyView found = NAMING.findIfAny(
                        key, id -> all.stream().filter(one -> one.id() == id).findFirst(), _ -> valid)
                .orElseThrow(() -> Failure.notFound("no valid key %s of app %s".formatted(key, app.name()))
                        .next("stardust app keys " + app.name()));
        api.delete(path + "/" + found.id());
        terminal.say("key %s of app %s, #%d, is revoked".formatted(found.name(), app.name(), found.id()));
    }
}
