package io.stardust.cli.app;

import io.stardust.api.app.AppKeyPage;
import io.stardust.api.app.AppKeyView;
import io.stardust.api.deploy.PlacementView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code stardust app keys}. */
@Command(
        name = "keys",
        description = "List the keys of an app, without their secrets.",
        footer = "  stardust app keys shop")
final class KeysVerb implements Runnable {
    private final Session session;
    private final Terminal terminal;

    @Parameters(paramLabel = "APP", description = "App name or ID.")
    private String word = "";

    KeysVerb(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        var api = session.api();
        var found = api.list("/apps/" + Apps.find(api, word).id() + "/keys", 1000);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var table = new Table("ID", "NAME", "STATE", "USED BY", "LAST USED", "EXPIRES", "SCOPES", "BY", "CREATED");
        Map<Long, String> places = new HashMap<>();
        for (AppKeyView key : found.as(AppKeyPage.class)) {
            table.row(
                    key.id(),
                    key.name(),
                    AppText.state(key, terminal.now()),
                    place(api, key.placementId(), places),
                    Words.ago(key.lastUsedAt(), terminal.now()),
                    Words.at(key.expiresAt(), ZoneId.systemDefault()),
                    scopes(key.scopes()),
                    key.createdBy(),
                    Words.ago(key.createdAt(), terminal.now()));
        }
        table.print(terminal, "no keys");
    }

    private static String scopes(@Nullable List<String> scopes) {
        if (scopes == null) return "any";
        return scopes.isEmpty() ? "by rules" : String.join(", ", scopes);
    }

    private static String place(Api api, @Nullable Long id, Map<Long, String> known) {
        if (id == null) return "";
        return known.computeIfAbsent(
                id,
                placement -> api.find("/placements/" + placement)
                        .map(reply -> reply.as(PlacementView.class))
                        .map(view -> "%s on %s".formatted(view.deploymentName(), view.nodeName()))
                        .orElse("a removed placement"));
    }
}
