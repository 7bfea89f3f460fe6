package io.stardust.cli.config;

import io.stardust.api.app.AppView;
import io.stardust.api.config.ConfigDiff;
import io.stardust.api.config.ConfigEdit;
import io.stardust.api.config.ConfigItemView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs of {@code stardust config} that show and change what the next publish does. */
final class DraftVerbs {
    private DraftVerbs() {}

    private static List<ConfigEdit> edits(String act, List<String> keys, @Nullable String scope) {
        return keys.stream()
                .map(key -> new ConfigEdit(act, key, scope, null, null, null))
                .toList();
    }

    /** {@code remove}. */
    @Command(
            name = "remove",
            aliases = {"rm", "delete"},
            description = "Remove items with the next publish.",
            footer = "  stardust config remove shop db:host --scope test")
    static final class Remove extends AppVerb {
        @Parameters(index = "1..*", arity = "1..*", paramLabel = "KEY", description = "Keys of the items.")
        private List<String> keys = List.of();

        @Option(names = "--scope", paramLabel = "SCOPE", description = "Scope; default: every scope.")
        private @Nullable String scope;

        Remove(Session session, Terminal terminal) {
            super(session, terminal);
        }

        @Override
        public void run() {
            AppView app = app();
            for (String key : keys) {
                if (ConfigApi.item(api(), app, key, scope).isEmpty()) throw ConfigApi.noItem(app, key, scope);
            }
            edit(app, edits("remove", keys, scope));
        }
    }

    /** {@code undo}. */
    @Command(
            name = "undo",
            description = "Undo unpublished edits.",
            footer = {"  stardust config undo shop db:host", "  stardust config undo shop --all"})
    static final class Undo extends AppVerb {
        @Parameters(
                index = "1..*",
                arity = "0..*",
                paramLabel = "KEY",
                description = "Keys of the items; none with --all.")
        private List<String> keys = List.of();

        @Option(names = "--scope", paramLabel = "SCOPE", description = "Scope; default: every scope.")
        private @Nullable String scope;

        @Option(names = "--all", description = "Discard the whole draft, including the edits of others.")
        private boolean all;

        @Option(
                names = {"-y", "--yes"},
                description = "Do not ask for confirmation.")
        private boolean yes;

        Undo(Session session, Terminal terminal) {
            super(session, terminal);
        }

        @Override
        public void run() {
            if (all != keys.isEmpty()) throw Failure.usage("undo: expected keys, or --all");
            AppView app = app();
            if (!all) {
                edit(app, edits("undo", keys, scope));
                return;
            }
            if (!yes && !terminal.confirmed("Discard the draft of app %s?".formatted(app.name()))) return;
            api().delete(ConfigApi.path(app) + "/draft");
            terminal.say("draft of app %s discarded".formatted(app.name()));
        }
    }

    /** {@code draft}. */
    @Command(
            name = "draft",
            description = "List the unpublished edits, with their authors.",
            footer = "  stardust config draft shop")
    static final class Draft extends AppVerb {
        Draft(Session session, Terminal terminal) {
            super(session, terminal);
        }

        @Override
        public void run() {
            AppView app = app();
            if (terminal.json()) {
                terminal.print(api().get(ConfigApi.path(app) + "/draft"));
                return;
            }
            var table = new Table("CHANGE", "KEY", "SCOPE", "VALUE", "AUTHOR", "EDITED");
            for (ConfigItemView item : ConfigApi.views(ConfigApi.items(api(), app, null))) {
                if (item.state().equals("live")) continue;
                table.row(
                        ConfigText.state(item),
                        item.key(),
                        item.scope(),
                        item.state().equals("removed") ? null : ConfigText.value(item),
                        item.author(),
                        Words.ago(item.editedAt(), terminal.now()));
            }
            table.print(terminal, "no unpublished edits");
        }
    }

    /** {@code diff}. */
    @Command(
            name = "diff",
            description = "Compare two releases, or the live release with the draft.",
            footer = {"  stardust config diff shop", "  stardust config diff shop 3 5"})
    static final class Diff extends AppVerb {
        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "FROM",
                description = "Release number; 0: before the first; default: live, compared with the draft.")
        private @Nullable Long from;

        @Parameters(
                index = "2",
                arity = "0..1",
                paramLabel = "TO",
                description = "Release number; default: the live one.")
        private @Nullable Long to;

        Diff(Session session, Terminal terminal) {
            super(session, terminal);
        }

        @Override
        public void run() {
            String path = from == null ? "/draft" : Api.query("/diff", "from", from, "to", to);
            var reply = api().get(ConfigApi.path(app()) + path);
            if (terminal.json()) terminal.print(reply);
            else ConfigText.print(terminal, reply.as(ConfigDiff.class), "no differences");
        }
    }
}
