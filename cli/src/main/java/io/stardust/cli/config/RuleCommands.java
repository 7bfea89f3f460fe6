package io.stardust.cli.config;

import io.stardust.api.config.ConfigRule;
import io.stardust.cli.access.Projects;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust config rule}. */
@Command(
        name = "rule",
        description = "Manage rules that assign a scope to instances by address and node label.",
        footer = {
            "  stardust config rule create live --ip 10.0.0.0/8",
            "  stardust config rule create test --label env=test --priority 10"
        })
final class RuleCommands {
    private final Session session;
    private final Terminal terminal;

    RuleCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Command(
            name = "list",
            aliases = "ls",
            description = "List rules, the highest priority first.",
            footer = "  stardust config rule list --project shop")
    void list(
            @Nullable @Option(names = "--project", paramLabel = "PROJECT", description = "Only in this project.")
                    String project) {
        var api = session.api();
        var found = api.list(Api.query("/config/rules", "project", Projects.id(api, project)), 10_000);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var projects = Projects.names(api);
        var table = new Table("ID", "PRIORITY", "SCOPE", "MATCHES", "PROJECT");
        List<ConfigRule> rules = new ArrayList<>(found.as(ConfigRule.Page.class));
        rules.sort((a, b) -> Integer.compare(b.priority(), a.priority())); // stable: of equals the oldest first
        for (ConfigRule rule : rules) {
            table.row(rule.id(), rule.priority(), scope(rule), matches(rule), projects.get(rule.projectId()));
        }
        table.print(terminal, "no rules");
    }

    static String scope(ConfigRule rule) {
        return rule.scope().isEmpty() ? "none" : rule.scope();
    }

    /** What it asks for, on one line. */
    static String matches(ConfigRule rule) {
        List<String> parts = new ArrayList<>();
        if (!rule.ip().isEmpty()) parts.add("ip " + String.join(",", rule.ip()));
        if (!rule.localIp().isEmpty()) parts.add("local ip " + String.join(",", rule.localIp()));
        rule.labels().forEach((key, value) -> parts.add(key + "=" + value));
        return parts.isEmpty() ? "every instance" : String.join("; ", parts);
    }

    @Command(
            name = "create",
            description = "Create a rule; all of its conditions must match.",
            footer = "  stardust config rule create test --local-ip 192.168.* --priority 20")
    void create(
            @Parameters(paramLabel = "SCOPE", description = "Scope to assign; '': none.") String scope,
            @Nullable
                    @Option(
                            names = "--ip",
                            paramLabel = "PATTERN",
                            description = "Address that instances connect from: 10.0.* or 10.0.0.0/8; repeatable.")
                    List<String> ip,
            @Nullable
                    @Option(
                            names = "--local-ip",
                            paramLabel = "PATTERN",
                            description = "Address that instances report; repeatable.")
                    List<String> localIp,
            @Nullable
                    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "Label of the node; repeatable.")
                    Map<String, String> labels,
            @Nullable @Option(names = "--priority", paramLabel = "N", description = "Priority; the highest wins.")
                    Integer priority,
            @Nullable @Option(names = "--project", paramLabel = "PROJECT", description = "Project of the apps.")
                    String project) {
        var api = session.api();
        var body = new ConfigRule.Body(Projects.id(api, project), ip, localIp, labels, scope, priority);
        Reply reply = api.post("/config/rules", body);
        if (terminal.json()) terminal.print(reply);
        else
            terminal.print(
                    "rule #%d created".formatted(reply.as(ConfigRule.class).id()));
    }

    @Command(
            name = "edit",
            description = "Edit a rule; options that are not given stay unchanged.",
            footer = "  stardust config rule edit 3 --priority 5")
    void edit(
            @Parameters(paramLabel = "ID", description = "Rule ID.") long id,
            @Nullable @Option(names = "--scope", paramLabel = "SCOPE", description = "Scope to assign; '': none.")
                    String scope,
            @Nullable @Option(names = "--ip", paramLabel = "PATTERN", description = "Replaces all addresses.")
                    List<String> ip,
            @Nullable
                    @Option(
                            names = "--local-ip",
                            paramLabel = "PATTERN",
                            description = "Replaces all reported addresses.")
                    List<String> localIp,
            @Nullable @Option(names = "--label", paramLabel = "KEY=VALUE", description = "Replaces all labels.")
                    Map<String, String> labels,
            @Nullable @Option(names = "--priority", paramLabel = "N", description = "Priority; the highest wins.")
                    Integer priority) {
        var api = session.api();
        ConfigRule rule = api.get("/config/rules/" + id).as(ConfigRule.class);
        var body = new ConfigRule.Body(null, ip, localIp, labels, scope, priority);
        Reply reply = api.patch("/config/rules/" + id, rule.revision(), body);
        if (terminal.json()) terminal.print(reply);
        else terminal.print("rule #%d updated".formatted(id));
    }

    @Command(
            name = "remove",
            aliases = {"rm", "delete"},
            description = "Remove a rule.",
            footer = "  stardust config rule remove 3")
    void remove(@Parameters(paramLabel = "ID", description = "Rule ID.") long id) {
        session.api().delete("/config/rules/" + id);
        terminal.say("rule #%d removed".formatted(id));
    }
}
