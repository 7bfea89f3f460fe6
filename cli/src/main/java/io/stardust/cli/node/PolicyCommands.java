package io.stardust.cli.node;

import io.stardust.api.policy.AgentSettings;
import io.stardust.api.policy.AgentSettingsView;
import io.stardust.api.policy.CommandPolicy;
import io.stardust.api.policy.CommandPolicyView;
import io.stardust.cli.access.Projects;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Facts;
import io.stardust.cli.terminal.Terminal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code stardust policy}. */
@Command(
        name = "policy",
        description = "Manage remote command policy and agent settings: global, per project or per node.",
        footer = {
            "  stardust policy show --node web1",
            "  stardust policy set --project shop --shell true --commands 'deploy/*,node/restart,file/tail'",
            "  stardust policy set --new-server https://deploy2.example:6600"
        })
public final class PolicyCommands {
    private final Session session;
    private final Terminal terminal;

    @Spec
    private picocli.CommandLine.Model.@Nullable CommandSpec spec;

    public PolicyCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    /** Of which nodes. */
    static final class Of {
        @Option(names = "--project", paramLabel = "PROJECT", description = "For the nodes of this project.")
        private @Nullable String project;

        @Option(names = "--node", paramLabel = "NODE", description = "For this node only.")
        private @Nullable String node;

        String path(Api api) {
            if (node != null) return "/nodes/" + Nodes.find(api, node).id();
            return project == null ? "" : "/projects/" + Projects.id(api, project);
        }
    }

    @Command(
            name = "show",
            description = "Show the effective policy; without --project or --node, for all nodes.",
            footer = "  stardust policy show --project shop")
    void show(@Mixin Of of) {
        var api = session.api();
        String path = of.path(api);
        print(api.get(path + "/command-policy"), api.get(path + "/agent-settings"));
    }

    private void print(Reply commands, Reply agents) {
        if (terminal.json()) {
            terminal.print(commands);
            terminal.print(agents);
            return;
        }
        CommandPolicyView policy = commands.as(CommandPolicyView.class);
        AgentSettingsView settings = agents.as(AgentSettingsView.class);
        new Facts()
                .add("shell", Cell.yes(policy.effectiveShell()))
                .add("shell set by", policy.shellFrom())
                .add("commands", String.join(", ", policy.effectiveCommands()))
                .add("commands set by", policy.commandsFrom())
                .add("new server", settings.effectiveNewServer())
                .add("clock correction", seconds(settings.effectiveSyncSeconds()))
                .print(terminal);
    }

    private static @Nullable String seconds(int seconds) {
        return seconds == 0 ? null : seconds + " s";
    }

    @Command(
            name = "set",
            description = "Set the policy; options that are not given stay unchanged, an empty text inherits.",
            footer = "  stardust policy set --node web1 --shell false")
    void set(
            @Mixin Of of,
            @Nullable @Option(names = "--shell", paramLabel = "true|false", description = "Allow bash and cmd.")
                    String shell,
            @Nullable
                    @Option(
                            names = "--commands",
                            paramLabel = "NAMES",
                            description = "Allowed commands, separated by commas; * matches any ending.")
                    String commands,
            @Nullable
                    @Option(
                            names = "--new-server",
                            paramLabel = "URL",
                            description = "Server that the nodes should move to; 'none' for none.")
                    String newServer,
            @Nullable
                    @Option(
                            names = "--sync-seconds",
                            paramLabel = "SECONDS",
                            description = "Interval of clock corrections; 0 = never.")
                    String syncSeconds) {
        var api = session.api();
        String path = of.path(api);
        Reply policy = api.get(path + "/command-policy");
        Reply settings = api.get(path + "/agent-settings");
        if (shell != null || commands != null) {
            CommandPolicyView before = policy.as(CommandPolicyView.class);
            policy = api.put(
                    path + "/command-policy",
                    new CommandPolicy(
                            shell == null ? before.shell() : flag(shell),
                            commands == null ? before.commands() : names(commands)));
        }
        if (newServer != null || syncSeconds != null) {
            AgentSettingsView before = settings.as(AgentSettingsView.class);
            settings = api.put(
                    path + "/agent-settings",
                    new AgentSettings(
                            newServer == null ? before.newServer() : server(newServer),
                            syncSeconds == null ? before.syncSeconds() : number(syncSeconds)));
        }
        print(policy, settings);
    }

    private @Nullable Boolean flag(String text) {
        return switch (text) {
            case "" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong("--shell: " + text + " (expected: true, false, or an empty text)");
        };
    }

    private static @Nullable List<String> names(String text) {
        if (text.isBlank()) return null;
        return List.of(text.split(",", -1)).stream().map(String::strip).toList();
    }

    private static @Nullable String server(String text) {
        if (text.isBlank()) return null;
        return text.equals("none") ? "" : text;
    }

    private @Nullable Integer number(String text) {
        if (text.isBlank()) return null;
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw wrong("--sync-seconds: " + text + " (expected: a number)");
        }
    }

    private RuntimeException wrong(String words) {
        return spec == null ? new IllegalArgumentException(words) : new ParameterException(spec.commandLine(), words);
    }
}
