package io.stardust.server.policy;

import io.avaje.jsonb.Json;
import io.stardust.api.policy.AgentSettings;
import io.stardust.api.policy.AgentSettingsView;
import io.stardust.api.policy.CommandPolicy;
import io.stardust.api.policy.CommandPolicyView;
import io.stardust.server.change.Change;
import io.stardust.server.change.Changes;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.http.ApiException.Denied;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.http.Role;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeWishes;
import io.stardust.server.node.Nodes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says what may happen to a node: what was said for it, else for its project, else for all, else the default. All of it
 * is in memory, since every heartbeat asks. Thread-safe.
 */
public final class Policies implements NodeWishes, Change.Listener {
    /** Run shell text, which is more than any of the others. */
    private static final Set<String> SHELL = Set.of("bash", "cmd");

    /** What holds where nobody said otherwise; not to reboot, nor to install what the platform did not bring. */
    static final List<String> DEFAULT =
            List.of("deploy/*", "file/tail", "node/restart", "node/setchannel", "node/synctime", "node/upgrade");

    private final Database db;
    private final Changes changes;
    private final Nodes nodes;
    private final PolicyStore store = new PolicyStore();
    private volatile Map<Scope, Policy> said = Map.of();

    public Policies(Database db, Changes changes, Nodes nodes) {
        this.db = db;
        this.changes = changes;
        this.nodes = nodes;
    }

    /** Reads what was said. */
    public Policies start() {
        said = Map.copyOf(db.read(store::all));
        return this;
    }

    private Policy of(Scope scope) {
        return said.getOrDefault(scope, Policy.SILENT);
    }

    /** What holds in a place, and who says so. */
    private record Held<T>(T value, String from) {}

    private <T> Held<T> held(List<Scope> narrowFirst, Function<Policy, @Nullable T> part, T standard) {
        for (Scope scope : narrowFirst) {
            @Nullable T value = part.apply(of(scope));
            if (value != null) return new Held<>(value, scope.kind().word());
        }
        return new Held<>(standard, "default");
    }

    private static List<Scope> scopes(Node node) {
        return List.of(Scope.node(node.id()), Scope.project(node.projectId()), Scope.PLATFORM);
    }

    /**
     * Demands that {@code node} may be given {@code command}; a refusal is recorded.
     *
     * @throws Denied if not; says which setting would allow it
     */
    public void require(Caller caller, Node node, String command) {
        String name = command.toLowerCase(Locale.ROOT);
        List<Scope> scopes = scopes(node);
        @Nullable String why = null;
        if (SHELL.contains(name)) {
            Held<Boolean> shell = held(scopes, Policy::shell, false);
            if (!shell.value) {
                why =
                        "expected: shell true in the command policy of the node, its project or the platform; the %s says no"
                                .formatted(shell.from);
            }
        } else {
            Held<List<String>> commands = held(scopes, Policy::commands, DEFAULT);
            if (commands.value.stream().noneMatch(allowed -> matches(allowed, name))) {
                why = "expected: one of the command policy's of the %s: %s"
                        .formatted(commands.from, String.join(", ", commands.value));
            }
        }
        if (why == null) return;
        String words =
                "command: %s is not allowed on node %s (%s)".formatted(Check.shortened(name, 100), node.name(), why);
        changes.write(
                caller.actor(),
                tx -> tx.record(
                        "node.commandRefused",
                        node.projectId(),
                        node.id(),
                        null,
                        new Refusal(Check.shortened(name, 100), words)));
        throw new Denied(words);
    }

    /** A refusal as the change table shows it. */
    @Json
    record Refusal(String command, String why) {}

    private static boolean matches(String allowed, String name) {
        if (!allowed.endsWith("*")) return allowed.equals(name);
        return name.startsWith(allowed.substring(0, allowed.length() - 1));
    }

    @Override
    public Wish of(Node node) {
        Map<Scope, Policy> now = said;
        if (now.isEmpty()) return Wish.NONE;
        List<Scope> scopes = scopes(node);
        String server = held(scopes, Policy::newServer, "").value;
        return new Wish(server.isEmpty() ? null : server, held(scopes, Policy::syncSeconds, 0).value);
    }

    /** Where to look for what holds in {@code scope}, narrow first. */
    private List<Scope> above(Scope scope, @Nullable Node node) {
        return switch (scope.kind()) {
            case PLATFORM -> List.of(Scope.PLATFORM);
            case PROJECT -> List.of(scope, Scope.PLATFORM);
            case NODE -> node == null ? List.of(scope) : scopes(node);
        };
    }

    CommandPolicyView commands(Visible visible, Scope scope) {
        List<Scope> scopes = above(scope, seen(visible, scope));
        Held<Boolean> shell = held(scopes, Policy::shell, false);
        Held<List<String>> commands = held(scopes, Policy::commands, DEFAULT);
        Policy own = of(scope);
        return new CommandPolicyView(
                own.shell(), own.commands(), shell.value, commands.value, shell.from, commands.from);
    }

    AgentSettingsView settings(Visible visible, Scope scope) {
        List<Scope> scopes = above(scope, seen(visible, scope));
        Policy own = of(scope);
        return new AgentSettingsView(
                own.newServer(),
                own.syncSeconds(),
                held(scopes, Policy::newServer, "").value,
                held(scopes, Policy::syncSeconds, 0).value);
    }

    void put(Caller caller, Scope scope, CommandPolicy policy) {
        Policy checked = PolicyLimits.checked(policy);
        change(caller, scope, "commandPolicy", before -> before.withCommands(checked.shell(), checked.commands()));
    }

    void put(Caller caller, Scope scope, AgentSettings settings) {
        Policy checked = PolicyLimits.checked(settings);
        change(caller, scope, "agentSettings", before -> before.withLife(checked.newServer(), checked.syncSeconds()));
    }

    private void change(Caller caller, Scope scope, String what, Function<Policy, Policy> edit) {
        @Nullable Node node = seen(caller.visible(), scope);
        @Nullable Long project = node != null ? Long.valueOf(node.projectId()) : null;
        if (scope.kind() == Scope.Kind.PROJECT) project = scope.subject();
        if (project != null) caller.require(Role.ADMIN, project);
        @Nullable Long ofProject = project;
        changes.write(caller.actor(), tx -> {
            Policy before = of(scope);
            Policy after = edit.apply(before);
            if (after.equals(before)) return after;
            store.put(tx.sql(), scope, after, tx.now().toEpochMilli());
            tx.record(scope.kind().word() + "." + what, ofProject, scope.subject(), told(before), told(after));
            Map<Scope, Policy> all = store.all(tx.sql());
            tx.afterCommit(() -> said = Map.copyOf(all));
            return after;
        });
    }

    private static Told told(Policy policy) {
        return new Told(policy.shell(), policy.commands(), policy.newServer(), policy.syncSeconds());
    }

    /** A policy as the change table shows it. */
    @Json
    record Told(
            @Nullable Boolean shell,
            @Nullable List<String> commands,
            @Nullable String newServer,
            @Nullable Integer syncSeconds) {}

    /** The scope's node, null when it is none; what may not be seen is not there. */
    private @Nullable Node seen(Visible visible, Scope scope) {
        return switch (scope.kind()) {
            case PLATFORM -> null;
            case PROJECT -> {
                long id = scope.subject();
                boolean there = visible.sees(id) && db.read(sql -> store.projectExists(sql, id));
                if (!there) throw new NotFound("project", id);
                yield null;
            }
            case NODE -> nodes.node(visible, scope.subject());
        };
    }

    /** What was said for a thing goes with it. */
    @Override
    public void changed(Change change) {
        Optional<Scope> gone = switch (change.kind()) {
            case "node.deleted" -> Optional.of(Scope.node(Long.parseLong(change.subjectId())));
            case "project.deleted" -> Optional.of(Scope.project(Long.parseLong(change.subjectId())));
            default -> Optional.empty();
        };
        if (gone.isEmpty() || !said.containsKey(gone.get())) return;
        db.write(sql -> {
            store.delete(sql, gone.get());
            said = Map.copyOf(store.all(sql)); // on the writer's thread, as every other change of it
            return null;
        });
    }
}
