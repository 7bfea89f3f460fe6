package io.stardust.cli.config;

import io.stardust.api.app.AppView;
import io.stardust.api.config.ConfigItemView;
import io.stardust.api.config.ConfigRule;
import io.stardust.api.config.ConfigSheetPage;
import io.stardust.api.config.ConfigSheetView;
import io.stardust.api.config.EffectiveConfig;
import io.stardust.api.config.EffectiveItem;
import io.stardust.api.config.FoundConfigItem;
import io.stardust.api.config.FoundConfigItems;
import io.stardust.cli.access.Projects;
import io.stardust.cli.app.Apps;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Session;
import io.stardust.cli.node.Nodes;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Facts;
import io.stardust.cli.terminal.Style;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import io.stardust.protocol.Json;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust config}. */
@Command(
        name = "config",
        description = "Edit, publish and roll back the config of apps.",
        footer = {"  stardust config set shop db:host=10.0.0.5", "  stardust config publish shop -m \"new database\""})
public final class ConfigCommands {
    private final Session session;
    private final Terminal terminal;

    private ConfigCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    /** All verbs of this feature. */
    public static CommandLine tree(Session session, Terminal terminal) {
        return new CommandLine(new ConfigCommands(session, terminal))
                .addSubcommand(new SetVerb(session, terminal))
                .addSubcommand(new DraftVerbs.Remove(session, terminal))
                .addSubcommand(new DraftVerbs.Undo(session, terminal))
                .addSubcommand(new DraftVerbs.Draft(session, terminal))
                .addSubcommand(new DraftVerbs.Diff(session, terminal))
                .addSubcommand(new CheckVerb(session, terminal))
                .addSubcommand(new ReleaseVerbs.Publish(session, terminal))
                .addSubcommand(new ReleaseVerbs.Unplan(session, terminal))
                .addSubcommand(new GrayVerbs.Gray(session, terminal))
                .addSubcommand(new GrayVerbs.Promote(session, terminal))
                .addSubcommand(new GrayVerbs.Withdraw(session, terminal))
                .addSubcommand(new ReleaseVerbs.Releases(session, terminal))
                .addSubcommand(new ReleaseVerbs.Rollback(session, terminal))
                .addSubcommand(new InstancesVerb(session, terminal))
                .addSubcommand(new RevealVerb(session, terminal))
                .addSubcommand(new WatchVerb(session, terminal))
                .addSubcommand(new ImportVerb(session, terminal))
                .addSubcommand(new ExportVerb(session, terminal))
                .addSubcommand(new EditVerb(session, terminal))
                .addSubcommand(new RuleCommands(session, terminal))
                .addSubcommand(new ConstraintCommands(session, terminal))
                .addSubcommand(new RightVerbs.Roles(session, terminal))
                .addSubcommand(new RightVerbs.Approve(session, terminal))
                .addSubcommand(new RightVerbs.Approval(session, terminal))
                .addSubcommand(new RightVerbs.Policy(session, terminal));
    }

    @Command(
            name = "list",
            aliases = "ls",
            description = "List the apps that have a config.",
            footer = "  stardust config list -q shop")
    void list(@Nullable @Option(names = "-q", paramLabel = "TEXT", description = "Part of the app name.") String text) {
        var api = session.api();
        var found = api.listAfter(Api.query("/config", "q", text), 1000);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var projects = Projects.names(api);
        var table = new Table("APP", "PROJECT", "RELEASE", "ITEMS", "UNPUBLISHED", "INHERITS FROM");
        for (ConfigSheetView sheet : found.as(ConfigSheetPage.class, ConfigSheetPage::items)) {
            table.row(
                    sheet.app(),
                    projects.get(sheet.projectId()),
                    release(sheet),
                    sheet.items(),
                    sheet.drafts() == 0 ? null : new Cell(String.valueOf(sheet.drafts()), Style.BUSY),
                    String.join(", ", sheet.quotes()));
        }
        table.print(terminal, "no app has a config");
    }

    private static Cell release(ConfigSheetView sheet) {
        if (!sheet.enabled()) return Cell.of("disabled");
        return Cell.of(sheet.release() == 0 ? "not published" : "#" + sheet.release());
    }

    @Command(
            name = "show",
            description = "Show the config of an app as a whole.",
            footer = "  stardust config show shop")
    void show(@Parameters(paramLabel = "APP", description = "App name or ID.") String word) {
        var api = session.api();
        var reply = api.get(ConfigApi.path(Apps.find(api, word)));
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        ConfigSheetView sheet = reply.as(ConfigSheetView.class);
        new Facts()
                .add("app", sheet.app())
                .add("project", Projects.names(api).get(sheet.projectId()))
                .add("release", release(sheet))
                .add("items", sheet.items())
                .add("unpublished edits", sheet.drafts())
                .add("gray release", sheet.gray() ? new Cell("in progress", Style.BUSY) : null)
                .add("scheduled publish", Words.at(sheet.publishAt(), ZoneId.systemDefault()))
                .add("shared with", shared(sheet.share()))
                .add("global", Cell.yes(sheet.global()))
                .add("read only for apps", Cell.yes(sheet.readOnly()))
                .add("inherits from", String.join(", ", sheet.quotes()))
                .print(terminal);
    }

    private static String shared(String share) {
        return switch (share) {
            case "project" -> "apps of its project";
            case "all" -> "all apps";
            default -> "no other app";
        };
    }

    @Command(
            name = "items",
            description = "List the items of an app, with the unpublished edits.",
            footer = {"  stardust config items shop", "  stardust config items shop -q db: --scope test"})
    void items(
            @Parameters(paramLabel = "APP", description = "App name or ID.") String word,
            @Nullable @Option(names = "-q", paramLabel = "TEXT", description = "Part of the key, scope or remark.")
                    String text,
            @Nullable @Option(names = "--scope", paramLabel = "SCOPE", description = "Only of this scope; '': of none.")
                    String scope) {
        var api = session.api();
        var found = ConfigApi.items(api, Apps.find(api, word), text);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var table = new Table("KEY", "SCOPE", "TYPE", "VALUE", "STATE", "REMARK");
        for (ConfigItemView item : ConfigApi.views(found)) {
            if (scope != null && !item.scope().equals(ConfigApi.scope(scope))) continue;
            table.row(
                    item.key(),
                    item.scope(),
                    item.type(),
                    ConfigText.value(item),
                    ConfigText.state(item),
                    item.remark());
        }
        table.print(terminal, "no items");
    }

    @Command(
            name = "get",
            description = "Print the live value of an item.",
            footer = {"  stardust config get shop db:host", "  stardust config get shop db:host --scope test --draft"})
    void get(
            @Parameters(index = "0", paramLabel = "APP", description = "App name or ID.") String word,
            @Parameters(index = "1", paramLabel = "KEY", description = "Key of the item.") String key,
            @Nullable @Option(names = "--scope", paramLabel = "SCOPE", description = "Scope; default: every scope.")
                    String scope,
            @Option(names = "--draft", description = "The value after the next publish.") boolean draft) {
        var api = session.api();
        AppView app = Apps.find(api, word);
        ConfigItemView item = ConfigApi.item(api, app, key, scope).orElseThrow(() -> ConfigApi.noItem(app, key, scope));
        if (terminal.json()) {
            terminal.printJson(Json.TOLERANT.pretty(item));
            return;
        }
        if (item.type().equals("secret"))
            throw Failure.usage("item %s is a secret: its value is not shown".formatted(key))
                    .next("stardust config reveal %s %s".formatted(app.name(), key));
        boolean same = item.state().equals("live");
        @Nullable String value = ConfigText.text(draft || same ? item.value() : item.live());
        if (value == null) {
            String why = draft ? "removed by an unpublished edit" : "not published (expected: a live item, or --draft)";
            throw Failure.notFound("item %s: %s".formatted(key, why));
        }
        terminal.output(value.endsWith("\n") ? value : value + "\n");
    }

    @Command(
            name = "effective",
            description = "List what instances of an app receive in a scope, as a running one, or by the rules.",
            footer = {
                "  stardust config effective shop --scope test",
                "  stardust config effective shop --instance shop@web1",
                "  stardust config effective shop --node web1"
            })
    void effective(
            @Parameters(paramLabel = "APP", description = "App name or ID.") String word,
            @Nullable @Option(names = "--scope", paramLabel = "SCOPE", description = "Scope; default: none.")
                    String scope,
            @Nullable @Option(names = "--instance", paramLabel = "INSTANCE", description = "A running instance.")
                    String instance,
            @Nullable @Option(names = "--node", paramLabel = "NODE", description = "By the rules, on this node.")
                    String node,
            @Nullable @Option(names = "--ip", paramLabel = "IP", description = "By the rules, from this address.")
                    String ip,
            @Nullable
                    @Option(
                            names = "--local-ip",
                            paramLabel = "IP",
                            description = "By the rules, reporting this address.")
                    String localIp) {
        var api = session.api();
        AppView app = Apps.find(api, word);
        @Nullable Long nodeId = node == null ? null : Nodes.find(api, node).id();
        var reply = api.get(Api.query(
                ConfigApi.path(app) + "/effective",
                "scope",
                scope,
                "instance",
                instance,
                "node",
                nodeId,
                "ip",
                ip,
                "localIp",
                localIp));
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        EffectiveConfig config = reply.as(EffectiveConfig.class);
        var table = new Table("KEY", "VALUE", "FROM", "SCOPE");
        List<EffectiveItem> failuresFirst = config.items().stream()
                .sorted(Comparator.comparing((EffectiveItem item) -> item.problem() == null))
                .toList();
        for (EffectiveItem item : failuresFirst) {
            @Nullable String problem = item.problem();
            Cell value = problem == null ? ConfigText.value(item.value(), item.secret()) : new Cell(problem, Style.BAD);
            table.row(item.key(), value, item.app(), item.scope());
        }
        table.print(terminal, "instances receive nothing");
        String of = config.scope().isEmpty() ? "no scope" : "scope " + config.scope();
        @Nullable ConfigRule rule = config.rule();
        String by = rule == null ? "" : " by rule #%d (%s)".formatted(rule.id(), RuleCommands.matches(rule));
        terminal.note("version %d, %s%s%s".formatted(config.version(), of, by, config.gray() ? ", gray release" : ""));
    }

    @Command(
            name = "search",
            description = "Search the live items of all apps.",
            footer = "  stardust config search 10.0.0.5")
    void search(
            @Parameters(paramLabel = "TEXT", description = "Part of a key, value or remark; not of secret values.")
                    String text) {
        var reply = session.api().get(Api.query("/config/items", "q", text, "limit", 500));
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        FoundConfigItems found = reply.as(FoundConfigItems.class);
        var table = new Table("APP", "KEY", "SCOPE", "VALUE", "REMARK");
        for (FoundConfigItem item : found.items()) {
            Cell value = ConfigText.value(item.value(), item.type().equals("secret"));
            table.row(item.app(), item.key(), item.scope(), value, item.remark());
        }
        table.print(terminal, "no items");
        if (found.more()) terminal.note("more than 500 items; the rest is not shown");
    }
}
