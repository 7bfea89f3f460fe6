package io.stardust.cli.node;

import io.stardust.api.node.NodeRule;
import io.stardust.cli.access.Projects;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust node rule}. */
@Command(
        name = "rule",
        description = "Manage rules that name and label new nodes by address.",
        footer = "  stardust node rule create '10.0.1.*' --name 'web-{ip}' --label zone=east --apply")
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
            description = "List rules.",
            footer = "  stardust node rule list --project shop")
    void list(
            @Nullable @Option(names = "--project", paramLabel = "PROJECT", description = "Only in this project.")
                    String project) {
        var api = session.api();
        var found = api.list(Api.query("/node-rules", "project", Projects.id(api, project)), 10_000);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var table = new Table("ID", "PATTERN", "NAME", "LABELS", "PRIORITY", "PROJECT");
        for (NodeRule rule : found.as(NodeRule.Page.class)) {
            Object labels = rule.labels().isEmpty() ? "" : rule.labels();
            table.row(rule.id(), rule.pattern(), rule.name(), labels, rule.priority(), rule.projectId());
        }
        table.print(terminal, "no rules");
    }

    @Command(
            name = "create",
            description = "Create a rule.",
            footer = "  stardust node rule create 10.0.0.0/16 --name 'web-{host}' --label zone=east")
    void create(
            @Parameters(paramLabel = "PATTERN", description = "Address pattern: 10.0.* or 10.0.0.0/8.") String pattern,
            @Nullable
                    @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            description = "Node name; {ip}, {host} and {code} are replaced.")
                    String name,
            @Nullable @Option(names = "--label", paramLabel = "KEY=VALUE", description = "Label to set; repeatable.")
                    Map<String, String> labels,
            @Nullable @Option(names = "--priority", paramLabel = "N", description = "Priority; the highest wins.")
                    Integer priority,
            @Nullable @Option(names = "--project", paramLabel = "PROJECT", description = "Project of the nodes.")
                    String project,
            @Option(names = "--apply", description = "Apply the rule to existing nodes too.") boolean apply) {
        var api = session.api();
        var body = new NodeRule.Body(Projects.id(api, project), pattern, name, labels, priority);
        Reply reply = api.post("/node-rules", body);
        NodeRule made = reply.as(NodeRule.class);
        if (terminal.json()) terminal.print(reply);
        else terminal.print("rule #%d for %s created".formatted(made.id(), made.pattern()));
        if (apply) told(api.post("/node-rules/" + made.id() + "/apply", null));
    }

    @Command(
            name = "edit",
            description = "Edit a rule; existing nodes stay unchanged.",
            footer = "  stardust node rule edit 3 --priority 5")
    void edit(
            @Parameters(paramLabel = "ID", description = "Rule ID.") long id,
            @Nullable @Option(names = "--pattern", paramLabel = "PATTERN", description = "Address pattern.")
                    String pattern,
            @Nullable
                    @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            description = "Node name; empty: the node's own name.")
                    String name,
            @Nullable
                    @Option(
                            names = "--label",
                            paramLabel = "KEY=VALUE",
                            description = "Labels; replaces all labels of the rule.")
                    Map<String, String> labels,
            @Nullable @Option(names = "--priority", paramLabel = "N", description = "Priority; the highest wins.")
                    Integer priority) {
        var api = session.api();
        NodeRule rule = api.get("/node-rules/" + id).as(NodeRule.class);
        var body = new NodeRule.Body(null, pattern, name, labels, priority);
        Reply reply = api.patch("/node-rules/" + id, rule.revision(), body);
        if (terminal.json()) terminal.print(reply);
        else terminal.print("rule #%d updated".formatted(id));
    }

    @Command(name = "apply", description = "Apply a rule to existing nodes.", footer = "  stardust node rule apply 3")
    void apply(@Parameters(paramLabel = "ID", description = "Rule ID.") long id) {
        told(session.api().post("/node-rules/" + id + "/apply", null));
    }

    private void told(Reply reply) {
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        var applied = reply.as(NodeRule.Applied.class);
        terminal.print("%s matched, %d changed".formatted(Words.count(applied.matched(), "node"), applied.changed()));
    }

    @Command(
            name = "remove",
            aliases = {"rm", "delete"},
            description = "Remove a rule; nodes keep their names and labels.",
            footer = "  stardust node rule remove 3")
    void remove(@Parameters(paramLabel = "ID", description = "Rule ID.") long id) {
        session.api().delete("/node-rules/" + id);
        terminal.say("rule #%d removed".formatted(id));
    }
}
