package io.stardust.cli.config;

import io.stardust.api.app.AppView;
import io.stardust.api.config.ConfigEdit;
import io.stardust.api.config.ConfigReleaseView;
import io.stardust.api.config.ConfigSheetView;
import io.stardust.cli.app.Apps;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.util.List;
import picocli.CommandLine.Parameters;

/** A verb whose first word is an app. Filled by picocli. */
abstract class AppVerb implements Runnable {
    private final Session session;
    final Terminal terminal;

    @Parameters(index = "0", paramLabel = "APP", description = "App name or ID.")
    private String word = "";

    AppVerb(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    final Api api() {
        return session.api();
    }

    final AppView app() {
        return Apps.find(api(), word);
    }

    /** Takes edits into the draft, all or none, and says what waits then. */
    final void edit(AppView app, List<ConfigEdit> edits) {
        var reply = ConfigApi.edit(api(), app, edits);
        if (terminal.json()) terminal.print(reply);
        else terminal.print(ConfigApi.waits(reply.as(ConfigSheetView.class)));
    }

    /** Says which release {@code reply} tells of. */
    final void published(AppView app, Reply reply) {
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        ConfigReleaseView release = reply.as(ConfigReleaseView.class);
        String of = release.of() == null ? "" : ", rolled back to #" + release.of();
        terminal.print("release #%d of the config of %s published: %s%s"
                .formatted(release.number(), app.name(), Words.count(release.changes(), "change"), of));
    }
}
