package io.stardust.cli.node;

import io.stardust.api.node.LoadView;
import io.stardust.api.node.MachineView;
import io.stardust.api.node.NodeApproval;
import io.stardust.api.node.NodeDetail;
import io.stardust.api.node.NodeEdit;
import io.stardust.api.node.NodePage;
import io.stardust.api.node.NodeView;
import io.stardust.cli.access.Projects;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Exit;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Facts;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust node}. */
@Command(
        name = "node",
        description = "Manage nodes, the machines with an agent.",
        footer = {"  stardust node list", "  stardust node approve web1"})
public final class NodeCommands {
    private final Session session;
    private final Terminal terminal;

    private NodeCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    /** All verbs of this feature. */
    public static CommandLine tree(Session session, Terminal terminal) {
        return new CommandLine(new NodeCommands(session, terminal))
                .addSubcommand(new LocalServicesVerb(session, terminal))
                .addSubcommand(new RuleCommands(session, terminal))
                .addSubcommand("restart", new LifeVerb(session, terminal, LifeVerb.Act.RESTART))
                .addSubcommand("reboot", new LifeVerb(session, terminal, LifeVerb.Act.REBOOT))
                .addSubcommand("upgrade", new LifeVerb(session, terminal, LifeVerb.Act.UPGRADE))
                .addSubcommand("synctime", new LifeVerb(session, terminal, LifeVerb.Act.SYNC_TIME))
                .addSubcommand(new ChannelVerb(session, terminal))
                .addSubcommand(new TailVerb(session, terminal));
    }

    @Command(
            name = "list",
            aliases = "ls",
            description = "List nodes.",
            footer = {"  stardust node list --status waiting", "  stardust node list --label zone=east"})
    void list(
            @Nullable @Option(names = "-q", paramLabel = "TEXT", description = "Part of the name.") String text,
            @Nullable
                    @Option(
                            names = "--status",
                            paramLabel = "STATUS",
                            description = "online, notResponding, offline, waiting or disabled.")
                    String status,
            @Nullable
                    @Option(
                            names = "--label",
                            paramLabel = "KEY[=VALUE]",
                            description = "Only nodes with this label; repeatable.")
                    List<String> labels,
            @Nullable @Option(names = "--project", paramLabel = "PROJECT", description = "Only in this project.")
                    String project,
            @Option(
                            names = "--sort",
                            paramLabel = "FIELD",
                            defaultValue = "status",
                            description =
                                    "Sort by status, name, project, ip, system, agent, seen, cpu, memory, disk or "
                                            + "processes; -FIELD reverses; default: ${DEFAULT-VALUE}, problems first.")
                    String sort) {
        var api = session.api();
        Long projectId = Projects.id(api, project);
        String path = Api.query("/nodes", "q", text, "status", status, "project", projectId, "sort", sort);
        for (String label : labels == null ? List.<String>of() : labels) path = Api.query(path, "label", label);
        var found = api.list(path, 10_000);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var table = new Table(
                "ID", "NAME", "STATUS", "CPU", "MEMORY", "DISK", "PROCESSES", "ADDRESS", "SYSTEM", "AGENT", "SINCE");
        for (NodeView node : found.as(NodePage.class)) {
            LoadView load = node.load();
            table.row(
                    node.id(),
                    node.name(),
                    Cell.state(node.status()),
                    load == null ? null : LoadText.cpu(load),
                    load == null ? null : LoadText.memory(load),
                    load == null ? null : LoadText.disk(load),
                    load == null ? null : load.processCount(),
                    node.ip(),
                    node.osName(),
                    node.version(),
                    Words.ago(node.since(), terminal.now()));
        }
        table.print(terminal, "no nodes");
    }

    @Command(name = "show", description = "Show a node.", footer = "  stardust node show web1")
    void show(@Parameters(paramLabel = "NODE", description = "Node name, ID or code.") String word) {
        var api = session.api();
        Reply reply = api.get("/nodes/" + Nodes.find(api, word).id());
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        NodeDetail detail = reply.as(NodeDetail.class);
        NodeView node = detail.node();
        var facts = new Facts()
                .add("id", node.id())
                .add("name", node.name())
                .add("code", node.code())
                .add("status", Cell.state(node.status()))
                .add("project", node.projectId())
                .add("address", node.ip())
                .add("machine", node.machineName())
                .add("system", node.osName())
                .add("architecture", node.architecture())
                .add("channel", node.channel())
                .add("agent", (node.version() == null ? "" : node.version()) + (node.foreign() ? ", third-party" : ""))
                .add("push channel", Cell.yes(node.longLink()))
                .add("labels", node.labels().isEmpty() ? null : node.labels())
                .add("since", Words.ago(node.since(), terminal.now()))
                .add("last seen", Words.ago(node.lastSeenAt(), terminal.now()))
                .add("joined", Words.ago(node.createdAt(), terminal.now()))
                .add("clones", others(node));
        hardware(facts, detail.info());
        if (detail.latest() != null) Metrics.tell(facts, detail.latest());
        facts.print(terminal);
    }

    private static @Nullable String others(NodeView node) {
        return node.twin() == null
                ? null
                : "its identity is also used at "
                        + String.join(", ", node.twin().others());
    }

    private static void hardware(Facts facts, @Nullable MachineView machine) {
        if (machine == null) return;
        facts.add("processor", machine.processor())
                .add("cores", machine.processorCount())
                .add("memory", size(machine.memory()))
                .add("disk", size(machine.totalSize()))
                .add("runs as", machine.userName());
    }

    private static @Nullable String size(long bytes) {
        return bytes == 0 ? null : Words.size(bytes);
    }

    @Command(
            name = "approve",
            description = "Approve a waiting node.",
            footer = "  stardust node approve 8F21A0C3 --name web1")
    void approve(
            @Parameters(paramLabel = "NODE", description = "Node name, ID or code.") String word,
            @Nullable @Option(names = "--name", paramLabel = "NAME", description = "Name of the node.") String name,
            @Nullable @Option(names = "--project", paramLabel = "PROJECT", description = "Project of the node.")
                    String project) {
        var api = session.api();
        NodeView node = Nodes.find(api, word);
        var reply =
                api.post("/nodes/" + node.id() + "/approve", new NodeApproval(name, Projects.id(api, project), null));
        told(reply, "node %s approved".formatted(name == null ? node.name() : name));
    }

    @Command(name = "rename", description = "Rename a node.", footer = "  stardust node rename web1 web-east-1")
    void rename(
            @Parameters(paramLabel = "NODE", description = "Node name, ID or code.") String word,
            @Parameters(paramLabel = "NAME", description = "The new name.") String name) {
        var api = session.api();
        NodeView node = Nodes.find(api, word);
        told(edit(api, node, new NodeEdit(name, null, null, null)), "node %s is now %s".formatted(node.name(), name));
    }

    @Command(
            name = "label",
            description = "Add labels to a node, or remove them; other labels stay.",
            footer = {"  stardust node label web1 zone=east role=web", "  stardust node label web1 role-"})
    void label(
            @Parameters(index = "0", paramLabel = "NODE", description = "Node name, ID or code.") String word,
            @Parameters(
                            index = "1..*",
                            arity = "1..*",
                            paramLabel = "KEY=VALUE|KEY-",
                            description = "Label to add, or with - to remove.")
                    List<String> changes) {
        var api = session.api();
        NodeView node = Nodes.find(api, word);
        Map<String, String> labels = new TreeMap<>(node.labels());
        for (String change : changes) {
            int equal = change.indexOf('=');
            if (equal > 0) labels.put(change.substring(0, equal), change.substring(equal + 1));
            else if (change.length() > 1 && change.endsWith("-"))
                labels.remove(change.substring(0, change.length() - 1));
            else throw Failure.usage("%s (expected: KEY=VALUE, or KEY- to remove it)".formatted(change));
        }
        Reply reply = edit(api, node, new NodeEdit(null, null, labels, null));
        told(reply, "node %s has %s".formatted(node.name(), labels.isEmpty() ? "no labels" : labels));
    }

    @Command(
            name = "move",
            description = "Move a node without placements to another project.",
            footer = "  stardust node move web1 shop")
    void move(
            @Parameters(paramLabel = "NODE", description = "Node name, ID or code.") String word,
            @Parameters(paramLabel = "PROJECT", description = "Project name or ID.") String project) {
        var api = session.api();
        NodeView node = Nodes.find(api, word);
        Reply reply = edit(api, node, new NodeEdit(null, null, null, Projects.id(api, project)));
        told(reply, "node %s belongs to %s".formatted(node.name(), project));
    }

    @Command(name = "enable", description = "Enable a node.", footer = "  stardust node enable web1")
    void enable(@Parameters(paramLabel = "NODE", description = "Node name, ID or code.") String word) {
        enabled(word, true);
    }

    @Command(
            name = "disable",
            description = "Disable a node; its apps keep running.",
            footer = "  stardust node disable web1")
    void disable(@Parameters(paramLabel = "NODE", description = "Node name, ID or code.") String word) {
        enabled(word, false);
    }

    private void enabled(String word, boolean enabled) {
        var api = session.api();
        NodeView node = Nodes.find(api, word);
        Reply reply = edit(api, node, new NodeEdit(null, enabled, null, null));
        told(reply, "node %s is %s".formatted(node.name(), enabled ? "enabled" : "disabled"));
    }

    private static Reply edit(Api api, NodeView node, NodeEdit patch) {
        return api.patch("/nodes/" + node.id(), node.revision(), patch);
    }

    private void told(Reply reply, String words) {
        if (terminal.json()) terminal.print(reply);
        else terminal.print(words);
    }

    @Command(
            name = "remove",
            aliases = {"rm", "delete"},
            description =
                    "Remove a node. With placements it needs --force: their apps are stopped and deleted first, or forgotten "
                            + "when the node does not respond.",
            footer = {"  stardust node remove web1", "  stardust node remove web1 --force"})
    void remove(
            @Parameters(paramLabel = "NODE", description = "Node name, ID or code.") String word,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask for confirmation.")
                    boolean yes,
            @Option(names = "--force", description = "Remove it with its placements.") boolean force) {
        var api = session.api();
        NodeView node = Nodes.find(api, word);
        if (!yes && !terminal.confirmed(question(node, force))) return;
        try {
            api.delete(Api.query("/nodes/" + node.id(), "force", force ? "true" : null));
        } catch (Failure e) {
            throw e.exit() == Exit.CONFLICT ? e.next("stardust node remove %s --force".formatted(node.name())) : e;
        }
        terminal.say(
                force && node.status().equals("online")
                        ? "node %s will be removed when its agent has removed the placements".formatted(node.name())
                        : "node %s removed".formatted(node.name()));
    }

    private static String question(NodeView node, boolean force) {
        if (!force) return "Remove node %s?".formatted(node.name());
        return node.status().equals("online")
                ? "Remove node %s? Apps placed on it are stopped and their files deleted.".formatted(node.name())
                : "Remove node %s, which is not responding? Its apps may keep running and cannot be stopped from here."
                        .formatted(node.name());
    }
}
