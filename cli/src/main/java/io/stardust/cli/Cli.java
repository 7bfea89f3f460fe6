package io.stardust.cli;

import io.stardust.cli.access.AccessVerbs;
import io.stardust.cli.access.MemberCommands;
import io.stardust.cli.access.PasswordVerb;
import io.stardust.cli.access.ProjectCommands;
import io.stardust.cli.access.SecretCommands;
import io.stardust.cli.access.SessionCommands;
import io.stardust.cli.access.TokenCommands;
import io.stardust.cli.access.UserCommands;
import io.stardust.cli.agent.AgentReleaseCommands;
import io.stardust.cli.app.AppCommands;
import io.stardust.cli.change.ChangesCommand;
import io.stardust.cli.config.ConfigCommands;
import io.stardust.cli.deploy.DeployCommands;
import io.stardust.cli.deploy.ReleaseCommands;
import io.stardust.cli.deploy.RolloutCommands;
import io.stardust.cli.grant.GrantCommands;
import io.stardust.cli.http.Session;
import io.stardust.cli.logs.LogsCommand;
import io.stardust.cli.node.CommandCommands;
import io.stardust.cli.node.NodeCommands;
import io.stardust.cli.node.PolicyCommands;
import io.stardust.cli.overview.OverviewCommand;
import io.stardust.cli.service.ServiceCommands;
import io.stardust.cli.setting.SettingCommands;
import io.stardust.cli.sign.KeyCommands;
import io.stardust.cli.terminal.Terminal;
import io.stardust.protocol.Build;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** All verbs, wired by hand. Not thread-safe. */
public final class Cli {
    private final Terminal terminal;
    private final Told told;
    private final Map<String, Supplier<Object>> verbs = new LinkedHashMap<>();

    public Cli(Session session, Terminal terminal) {
        this.terminal = terminal;
        this.told = new Told(terminal, this::tree);

        // who
        verbs.put("setup", () -> new AccessVerbs.SetUpVerb(session, terminal));
        verbs.put("login", () -> new AccessVerbs.LoginVerb(session, terminal));
        verbs.put("logout", () -> new AccessVerbs.LogoutVerb(session, terminal));
        verbs.put("whoami", () -> new AccessVerbs.WhoAmI(session, terminal));
        verbs.put("password", () -> new PasswordVerb(session, terminal));
        verbs.put("session", () -> new SessionCommands(session, terminal));
        verbs.put("token", () -> new TokenCommands(session, terminal));
        verbs.put("project", () -> new ProjectCommands(session, terminal));
        verbs.put("member", () -> new MemberCommands(session, terminal));
        verbs.put("user", () -> new UserCommands(session, terminal));
        verbs.put("secret", () -> new SecretCommands(session, terminal));
        verbs.put("setting", () -> new SettingCommands(session, terminal));

        verbs.put("overview", () -> new OverviewCommand(session, terminal));

        // where
        verbs.put(
                "node",
                () -> NodeCommands.tree(session, terminal).addSubcommand(DeployCommands.adopt(session, terminal)));
        verbs.put("command", () -> new CommandCommands(session, terminal));
        verbs.put("policy", () -> new PolicyCommands(session, terminal));
        verbs.put("agent-release", () -> new AgentReleaseCommands(session, terminal));

        // what
        verbs.put("app", () -> AppCommands.tree(session, terminal));
        verbs.put("deploy", () -> DeployCommands.tree(session, terminal));
        verbs.put("rollout", () -> RolloutCommands.tree(session, terminal));
        verbs.put("release", () -> new ReleaseCommands(session, terminal));
        verbs.put("service", () -> ServiceCommands.tree(session, terminal));
        verbs.put("config", () -> ConfigCommands.tree(session, terminal));
        verbs.put("grant", () -> new GrantCommands(session, terminal));
        verbs.put("key", () -> new KeyCommands(session, terminal));
        verbs.put("logs", () -> new LogsCommand(session, terminal));
        verbs.put("changes", () -> new ChangesCommand(session, terminal));

        verbs.put("completion", () -> new Completion(terminal, this::tree));
        verbs.put("names", () -> new NamesVerb(session, terminal));
    }

    /** Runs the verb that {@code words} name; returns the process's exit code. */
    public int run(String... words) {
        String[] args = Shortcuts.expanded(words);
        // picocli reflects on every verb it is given, 0.1 s for all of ours: give it the one that is meant, if one is.
        Set<String> meant = Stream.of(args).filter(verbs::containsKey).limit(1).collect(Collectors.toSet());
        return tree(meant.isEmpty() ? verbs.keySet() : meant).execute(args);
    }

    /** All verbs, for completion and tests. */
    CommandLine tree() {
        return tree(verbs.keySet());
    }

    private CommandLine tree(Set<String> names) {
        var line = new CommandLine(new Stardust(terminal));
        verbs.forEach((name, verb) -> {
            if (names.contains(name)) line.addSubcommand(name, verb.get());
        });
        settle(line);
        return line;
    }

    private void settle(CommandLine line) {
        line.getCommandSpec()
                .versionProvider(() -> new String[] {"stardust " + Build.read().version()});
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                terminal.interactive() ? CommandLine.Help.Ansi.AUTO : CommandLine.Help.Ansi.OFF));
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setUsageHelpWidth(Math.clamp(terminal.width(), 80, 110));
        line.setParameterExceptionHandler((e, _) -> told.usage(e));
        line.setExecutionExceptionHandler((e, command, _) -> told.failed(e, command));
        line.setExecutionStrategy(new CommandLine.RunLast());
        line.getSubcommands().values().forEach(Cli::headings);
    }

    private static void headings(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .synopsisSubcommandLabel("VERB")
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nVerbs:%n")
                .footerHeading("%nExample:%n");
        command.getSubcommands().values().forEach(Cli::headings);
    }
}
