package io.stardust.cli.config;

import io.stardust.api.app.AppView;
import io.stardust.api.config.ConfigReleasePage;
import io.stardust.api.config.ConfigReleaseView;
import io.stardust.cli.http.Exit;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import io.stardust.protocol.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stardust config watch}: asks each second, as a person at a terminal waits for a publish. */
@Command(
        name = "watch",
        description = "Print each release of the config of an app as it is published.",
        footer = {"  stardust config watch shop", "  stardust config watch shop --count 1"})
final class WatchVerb extends AppVerb {
    private static final long PAUSE_MS = 1000;
    private static final int LOOKED_BACK = 50;

    @Option(names = "--count", paramLabel = "N", description = "Stop after N releases; default: when interrupted.")
    private int count = Integer.MAX_VALUE;

    @Option(
            names = "--after",
            paramLabel = "RELEASE",
            description = "Begin behind this release; default: the live one.")
    private @Nullable Long after;

    WatchVerb(Session session, Terminal terminal) {
        super(session, terminal);
    }

    @Override
    public void run() {
        AppView app = app();
        long seen = after == null ? ConfigApi.sheet(api(), app).release() : after;
        terminal.note("config of app %s is at release #%d".formatted(app.name(), seen));
        boolean away = false;
        for (int left = count; left > 0; ) {
            try {
                for (ConfigReleaseView release : since(app, seen)) {
                    if (left-- <= 0) return;
                    seen = release.number();
                    print(release);
                }
                away = false;
            } catch (Failure e) {
                if (e.exit() != Exit.UNAVAILABLE) throw e;
                if (!away) terminal.note("still watching: " + e.line());
                away = true;
            }
            if (left > 0) pause();
        }
    }

    /** The oldest first. */
    private List<ConfigReleaseView> since(AppView app, long seen) {
        List<ConfigReleaseView> newest =
                api().list(ConfigApi.path(app) + "/releases", LOOKED_BACK).as(ConfigReleasePage.class);
        return newest.stream()
                .filter(release -> release.number() > seen)
                .toList()
                .reversed();
    }

    private void print(ConfigReleaseView release) {
        if (terminal.json()) {
            terminal.printJson(Json.TOLERANT.text(release));
            return;
        }
        String message = release.message() == null ? "" : ": " + release.message();
        terminal.print("#%d  %s  %s%s"
                .formatted(release.number(), release.author(), Words.count(release.changes(), "change"), message));
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.FAILED, "interrupted");
        }
    }
}
