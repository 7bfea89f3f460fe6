package io.stardust.cli.config;

import io.stardust.api.app.AppView;
import io.stardust.api.config.ConfigDiff;
import io.stardust.api.config.ConfigGrayPromotion;
import io.stardust.api.config.ConfigGrayTarget;
import io.stardust.api.config.ConfigGrayView;
import io.stardust.api.config.NewConfigGray;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Facts;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The verbs of {@code stardust config} about the release that some instances have first. */
final class GrayVerbs {
    private GrayVerbs() {}

    private static String path(AppView app) {
        return ConfigApi.path(app) + "/gray";
    }

    /** {@code gray}. */
    @Command(
            name = "gray",
            description = {
                "Publish the draft to some instances first, or show the gray release that is in progress.",
                "With one in progress, the options replace its instances, nodes, labels and percentage."
            },
            footer = {
                "  stardust config gray shop --percent 10 -m \"new database\"",
                "  stardust config gray shop --node web1 --instance shop@web2",
                "  stardust config gray shop"
            })
    static final class Gray extends AppVerb {
        @Option(
                names = "--instance",
                paramLabel = "INSTANCE",
                split = ",",
                description = "Instance, as config instances shows it; repeatable.")
        private @Nullable List<String> instances;

        @Option(
                names = {"-n", "--node"},
                paramLabel = "NODE",
                split = ",",
                description = "All instances on this node; repeatable.")
        private @Nullable List<String> nodes;

        @Option(
                names = "--label",
                paramLabel = "KEY=VALUE",
                description = "All instances on nodes with this label; repeatable, a node needs all of them.")
        private @Nullable Map<String, String> labels;

        @Option(
                names = "--percent",
                paramLabel = "N",
                description = "Percentage of all instances; raising it only adds instances.")
        private @Nullable Integer percent;

        @Option(
                names = {"-m", "--message"},
                paramLabel = "TEXT",
                description = "What the release is for.")
        private @Nullable String message;

        Gray(Session session, Terminal terminal) {
            super(session, terminal);
        }

        @Override
        public void run() {
            AppView app = app();
            Optional<Reply> found = api().find(path(app));
            boolean named = instances != null || nodes != null || labels != null || percent != null;
            if (named) {
                show(app, found.isPresent() ? retarget(app) : begin(app));
            } else if (message != null) {
                throw Failure.usage("-m without instances (expected: --instance, --node, --label or --percent)");
            } else {
                show(
                        app,
                        found.orElseThrow(() -> Failure.notFound("app %s has no gray release".formatted(app.name()))
                                .next("stardust config gray %s --percent 10".formatted(app.name()))));
            }
        }

        private Reply begin(AppView app) {
            return api().post(path(app), new NewConfigGray(message, list(instances), list(nodes), labels(), percent));
        }

        private Reply retarget(AppView app) {
            if (message != null)
                throw Failure.usage(
                        "-m: app %s already has a gray release (expected: no new message)".formatted(app.name()));
            return api().put(path(app), new ConfigGrayTarget(list(instances), list(nodes), labels(), percent));
        }

        private Map<String, String> labels() {
            return labels == null ? Map.of() : labels;
        }

        private static List<String> list(@Nullable List<String> given) {
            return given == null ? List.of() : given;
        }

        private void show(AppView app, Reply reply) {
            if (terminal.json()) {
                terminal.print(reply);
                return;
            }
            ConfigGrayView gray = reply.as(ConfigGrayView.class);
            new Facts()
                    .add("app", app.name())
                    .add("message", gray.message())
                    .add("author", gray.author())
                    .add("started", Words.at(gray.createdAt(), ZoneId.systemDefault()))
                    .add("instances", String.join(", ", gray.clients()))
                    .add("nodes", String.join(", ", gray.nodes()))
                    .add("labels", gray.labels().isEmpty() ? null : gray.labels())
                    .add("placements", String.join(", ", gray.placements()))
                    .add("percent", gray.percent() == 0 ? null : gray.percent() + "%")
                    .add("running", Words.count(gray.instances(), "running instance"))
                    .print(terminal);
            ConfigText.print(terminal, new ConfigDiff(gray.items()), "no differences");
            if (gray.held()) terminal.note("rollout %d publishes it when it is done".formatted(gray.rolloutId()));
            else terminal.note("publish it for all instances with: stardust config promote %s".formatted(app.name()));
        }
    }

    /** {@code promote}. */
    @Command(
            name = "promote",
            description = "Publish the gray release for all instances.",
            footer = "  stardust config promote shop")
    static final class Promote extends AppVerb {
        @Option(
                names = {"-m", "--message"},
                paramLabel = "TEXT",
                description = "What the release is for; default: the message of the gray release.")
        private @Nullable String message;

        Promote(Session session, Terminal terminal) {
            super(session, terminal);
        }

        @Override
        public void run() {
            AppView app = app();
            published(app, api().post(path(app) + "/promotion", new ConfigGrayPromotion(message)));
        }
    }

    /** {@code withdraw}. */
    @Command(
            name = "withdraw",
            description = "Withdraw the gray release; its edits return to the draft.",
            footer = "  stardust config withdraw shop")
    static final class Withdraw extends AppVerb {
        Withdraw(Session session, Terminal terminal) {
            super(session, terminal);
        }

        @Override
        public void run() {
            AppView app = app();
            api().delete(path(app));
            terminal.say("gray release of app %s withdrawn; its edits are in the draft".formatted(app.name()));
        }
    }
}
