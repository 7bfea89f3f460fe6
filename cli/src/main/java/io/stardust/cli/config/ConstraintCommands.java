package io.stardust.cli.config;

import io.stardust.api.app.AppView;
import io.stardust.api.config.ConfigConstraint;
import io.stardust.api.config.ConfigConstraints;
import io.stardust.cli.app.Apps;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust config constraint}. */
@Command(
        name = "constraint",
        description = "Manage constraints that the values of a key must meet at each publish.",
        footer = {
            "  stardust config constraint set shop port --required --pattern '[0-9]+'",
            "  stardust config constraint set shop limits --schema limits.schema.json"
        })
final class ConstraintCommands {
    private final Session session;
    private final Terminal terminal;

    ConstraintCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    private static String path(AppView app) {
        return ConfigApi.path(app) + "/constraints";
    }

    @Command(
            name = "list",
            aliases = "ls",
            description = "List the constraints of an app.",
            footer = "  stardust config constraint list shop")
    void list(@Parameters(paramLabel = "APP", description = "App name or ID.") String word) {
        var api = session.api();
        var reply = api.get(path(Apps.find(api, word)));
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        var table = new Table("KEY", "REQUIRED", "PATTERN", "SCHEMA");
        for (ConfigConstraint each : reply.as(ConfigConstraints.class).items()) {
            table.row(each.key(), Cell.yes(each.required()), each.pattern(), each.schema() == null ? null : "yes");
        }
        table.print(terminal, "no constraints");
    }

    @Command(
            name = "set",
            description = "Set the constraint of a key; replaces the previous one.",
            footer = "  stardust config constraint set shop port --required --pattern '[0-9]+'")
    void set(
            @Parameters(index = "0", paramLabel = "APP", description = "App name or ID.") String word,
            @Parameters(index = "1", paramLabel = "KEY", description = "Key of the items.") String key,
            @Option(names = "--required", description = "Instances must receive a value.") boolean required,
            @Nullable
                    @Option(
                            names = "--pattern",
                            paramLabel = "REGEX",
                            description = "RE2 pattern that the whole value must match.")
                    String pattern,
            @Nullable
                    @Option(
                            names = "--schema",
                            paramLabel = "FILE",
                            description = "JSON Schema that the value must follow.")
                    Path schema) {
        Api api = session.api();
        AppView app = Apps.find(api, word);
        @Nullable String text = schema == null ? null : Texts.whole(schema);
        var reply = api.put(path(app), new ConfigConstraint.Body(key, required, pattern, text));
        if (terminal.json()) terminal.print(reply);
        else terminal.say("constraint of key %s of app %s is set".formatted(key, app.name()));
    }

    @Command(
            name = "show",
            description = "Print the JSON Schema of a key.",
            footer = "  stardust config constraint show shop limits")
    void show(
            @Parameters(index = "0", paramLabel = "APP", description = "App name or ID.") String word,
            @Parameters(index = "1", paramLabel = "KEY", description = "Key of the items.") String key) {
        Api api = session.api();
        AppView app = Apps.find(api, word);
        String schema = api.get(path(app)).as(ConfigConstraints.class).items().stream()
                .filter(each -> each.key().equals(key) && each.schema() != null)
                .map(each -> String.valueOf(each.schema()))
                .findFirst()
                .orElseThrow(() -> Failure.notFound("key %s of app %s has no schema".formatted(key, app.name()))
                        .next("stardust config constraint list " + app.name()));
        terminal.output(schema.endsWith("\n") ? schema : schema + "\n");
    }

    @Command(
            name = "remove",
            aliases = {"rm", "delete"},
            description = "Remove the constraint of a key.",
            footer = "  stardust config constraint remove shop port")
    void remove(
            @Parameters(index = "0", paramLabel = "APP", description = "App name or ID.") String word,
            @Parameters(index = "1", paramLabel = "KEY", description = "Key of the items.") String key) {
        Api api = session.api();
        AppView app = Apps.find(api, word);
        api.delete(Api.query(path(app), "key", key));
        terminal.say("constraint of key %s of app %s is removed".formatted(key, app.name()));
    }
}
