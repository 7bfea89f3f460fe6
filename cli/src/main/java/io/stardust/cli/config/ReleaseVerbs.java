package io.stardust.cli.config;

import io.stardust.api.app.AppView;
import io.stardust.api.config.ConfigReleasePage;
import io.stardust.api.config.ConfigReleaseView;
import io.stardust.api.config.NewConfigRelease;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Times;
import io.stardust.cli.terminal.Words;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs of {@code stardust config} about releases. */
final class ReleaseVerbs {
    private ReleaseVerbs() {}

    private static void publish(AppVerb verb, NewConfigRelease wanted) {
        AppView app = verb.app();
        verb.published(app, verb.api().post(ConfigApi.path(app) + "/releases", wanted));
    }

    /** {@code publish}. */
    @Command(
            name = "publish",
            description = "Publish the draft: instances receive it immediately, or at a set time.",
            footer = {"  stardust config publish shop -m \"new database\"", "  stardust config publish shop --at 22:30"
            })
    static final class Publish extends AppVerb {
        @Option(
                names = {"-m", "--message"},
                paramLabel = "TEXT",
                description = "What the release is for.")
        private @Nullable String message;

        @Option(
                names = "--at",
                paramLabel = "WHEN",
                description = "Publish the draft as it is then: 22:30, 2026-01-31T22:30, or in 2h; default: now.")
        private @Nullable String at;

        Publish(Session session, Terminal terminal) {
            super(session, terminal);
        }

        @Override
        public void run() {
            if (at == null) publish(this, new NewConfigRelease(message, null, null, List.of()));
            else plan(at);
        }

        private void plan(String text) {
            ZonedDateTime now = Instant.ofEpochMilli(terminal.now()).atZone(ZoneId.systemDefault());
            long time = Times.when(text, now).toEpochMilli();
            AppView app = app();
            var reply =
                    api().post(ConfigApi.path(app) + "/releases", new NewConfigRelease(message, null, time, List.of()));
            if (terminal.json()) terminal.print(reply);
            else
                terminal.print("publish of the config of %s scheduled for %s; cancel with: stardust config unplan %s"
                        .formatted(app.name(), Words.at(time, ZoneId.systemDefault()), app.name()));
        }
    }

    /** {@code unplan}. */
    @Command(
            name = "unplan",
            description = "Cancel the scheduled publish; the draft is not affected.",
            footer = "  stardust config unplan shop")
    static final class Unplan extends AppVerb {
        Unplan(Session session, Terminal terminal) {
            super(session, terminal);
        }

        @Override
        public void run() {
            AppView app = app();
            api().delete(ConfigApi.path(app) + "/plan");
            terminal.say("scheduled publish of the config of %s canceled".formatted(app.name()));
        }
    }

    /** {@code rollback}. */
    @Command(
            name = "rollback",
            description = "Publish the items of an earlier release again; the draft is not affected.",
            footer = "  stardust config rollback shop 3 -m \"database is slow\"")
    static final class Rollback extends AppVerb {
        @Parameters(index = "1", paramLabel = "RELEASE", description = "Release number.")
        private long number;

        @Option(
                names = {"-m", "--message"},
                paramLabel = "TEXT",
                description = "What the release is for.")
        private @Nullable String message;

        Rollback(Session session, Terminal terminal) {
            super(session, terminal);
        }

        @Override
        public void run() {
            publish(this, new NewConfigRelease(message, number, null, List.of()));
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
