package io.stardust.cli.config;

import io.stardust.api.app.AppView;
import io.stardust.api.config.ConfigReleasePage;
import io.stardust.api.config.ConfigReleaseView;
import io.stardust.api.config.NewConfigRelease;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs of {@code stardust config} about releases. */
final class ReleaseVerbs {
    private ReleaseVerbs() {}

    /** What publishes. */
    private abstract static class Publishing extends AppVerb {
        @Option(
                names = {"-m", "--message"},
                paramLabel = "TEXT",
                description = "What the release is for.")
        private @Nullable String message;

        Publishing(Session session, Terminal terminal) {
            super(session, terminal);
        }

        /** @param number of the release to return to; null: the draft */
        final void publish(@Nullable Long number) {
            AppView app = app();
            var reply = api().post(
                            ConfigApi.path(app) + "/releases", new NewConfigRelease(message, number, null, List.of()));
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

    /** {@code publish}. */
    @Command(
            name = "publish",
            description = "Publish the draft: instances receive it immediately.",
            footer = "  stardust config publish shop -m \"new database\"")
    static final class Publish extends Publishing {
        Publish(Session session, Terminal terminal) {
            super(session, terminal);
        }

        @Override
        public void run() {
            publish(null);
        }
    }

    /** {@code rollback}. */
    @Command(
            name = "rollback",
            description = "Publish the items of an earlier release again; the draft is not affected.",
            footer = "  stardust config rollback shop 3 -m \"database is slow\"")
    static final class Rollback extends Publishing {
        @Parameters(index = "1", paramLabel = "RELEASE", description = "Release number.")
        private long number;

        Rollback(Session session, Terminal terminal) {
            super(session, terminal);
        }

        @Override
        public void run() {
            publish(number);
        }
    }

    /** {@code releases}. */
    @Command(
            name = "releases",
            description = "List the releases of the config of an app, the newest first.",
            footer = "  stardust config releases shop")
    static final class Releases extends AppVerb {
        @Option(names = "--limit", paramLabel = "N", description = "Number of releases; default: ${DEFAULT-VALUE}.")
        private int limit = 50;

        Releases(Session session, Terminal terminal) {
            super(session, terminal);
        }

        @Override
        public void run() {
            var found = api().list(ConfigApi.path(app()) + "/releases", Math.max(1, limit));
            if (terminal.json()) {
                terminal.print(found);
                return;
            }
            var table = new Table("RELEASE", "CHANGES", "AUTHOR", "PUBLISHED", "MESSAGE");
            List<ConfigReleaseView> releases = found.as(ConfigReleasePage.class);
            for (ConfigReleaseView release : releases) {
                String of = release.of() == null ? "" : "(rolled back to #%d)".formatted(release.of());
                String message = release.message() == null ? "" : release.message();
                table.row(
                        "#" + release.number(),
                        release.changes(),
                        release.author(),
                        Words.at(release.createdAt(), ZoneId.systemDefault()),
                        (message + " " + of).strip());
            }
            table.print(terminal, "no releases");
        }
    }
}
