package io.stardust.cli.service;

import io.stardust.api.registry.ConsumerList;
import io.stardust.api.registry.ConsumerView;
import io.stardust.api.registry.ProviderPage;
import io.stardust.api.registry.ProviderView;
import io.stardust.api.registry.ServiceGraph;
import io.stardust.api.registry.ServicePage;
import io.stardust.api.registry.ServiceView;
import io.stardust.cli.access.Projects;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Facts;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust service}. */
@Command(
        name = "service",
        description = "Manage services that apps offer to each other.",
        footer = {"  stardust service list", "  stardust service drain orders 10.0.0.1@4711"})
public final class ServiceCommands {
    private final Session session;
    private final Terminal terminal;

    private ServiceCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    /** All verbs of this feature. */
    public static CommandLine tree(Session session, Terminal terminal) {
        return new CommandLine(new ServiceCommands(session, terminal))
                .addSubcommand(new WeightVerb(session, terminal))
                .addSubcommand(new DrainVerb(session, terminal))
                .addSubcommand("enable", new EnabledVerb.Enable(session, terminal))
                .addSubcommand("disable", new EnabledVerb.Disable(session, terminal))
                .addSubcommand(new EditVerb(session, terminal));
    }

    @Command(
            name = "list",
            aliases = "ls",
            description = "List services, failures first.",
            footer = "  stardust service list -q orders")
    void list(
            @Nullable @Option(names = "-q", paramLabel = "TEXT", description = "Part of the name.") String text,
            @Nullable @Option(names = "--project", paramLabel = "PROJECT", description = "Only in this project.")
                    String project) {
        var api = session.api();
        var found = api.list(Api.query("/services", "q", text, "project", Projects.id(api, project)), 1000);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var projects = Projects.names(api);
        var table = new Table("ID", "NAME", "PROJECT", "STATE", "PROVIDERS", "CONSUMERS");
        List<ServiceView> services = found.as(ServicePage.class).stream()
                .sorted(Comparator.comparingInt(ServiceText::rank))
                .toList();
        for (ServiceView service : services) {
            table.row(
                    service.id(),
                    service.name(),
                    projects.get(service.projectId()),
                    ServiceText.state(service),
                    service.shown() + "/" + service.providers(),
                    service.consumers());
        }
        table.print(terminal, "no services");
    }

    @Command(name = "show", description = "Show a service.", footer = "  stardust service show orders")
    void show(@Parameters(paramLabel = "SERVICE", description = "Service name or ID.") String word) {
        var api = session.api();
        ServiceView service = Services.find(api, word);
        if (terminal.json()) {
            terminal.print(api.get("/services/" + service.id()));
            return;
        }
        new Facts()
                .add("id", service.id())
                .add("name", service.name())
                .add("display name", service.displayName())
                .add("project", Projects.names(api).get(service.projectId()))
                .add("state", ServiceText.state(service))
                .add("providers", "%d of %d offered".formatted(service.shown(), service.providers()))
                .add("consumers", service.consumers())
                .add(
                        "protected",
                        service.protectedSince() == 0
                                ? null
                                : "for %s: providers that stopped responding together are kept"
                                        .formatted(Words.since(service.protectedSince(), terminal.now())))
                .add("health", service.healthIgnored() ? "ignored: most checks fail" : service.health())
                .add("address", service.address())
                .add("separate scopes", Cell.yes(service.scoped()))
                .add("one per address", Cell.yes(service.singleton()))
                .add("address as seen", Cell.yes(service.extranet()))
                .add("created", Words.ago(service.createdAt(), terminal.now()))
                .print(terminal);
    }

    @Command(
            name = "providers",
            description = "List the providers of a service, failures first.",
            footer = {"  stardust service providers orders", "  stardust service providers orders -q web1"})
    void providers(
            @Parameters(paramLabel = "SERVICE", description = "Service name or ID.") String word,
            @Nullable
                    @Option(
                            names = "-q",
                            paramLabel = "TEXT",
                            description = "Part of the app, instance, address, node, version, zone, scope or tag.")
                    String text) {
        var api = session.api();
        ServiceView service = Services.find(api, word);
        var found = api.list(Api.query("/services/" + service.id() + "/providers", "q", text), 10_000);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var table = new Table(
                "ID", "INSTANCE", "APP", "STATE", "ADDRESS", "NODE", "VERSION", "WEIGHT", "ZONE", "TAGS", "HEALTH");
        List<ProviderView> providers = found.as(ProviderPage.class).stream()
                .sorted(Comparator.comparingInt(ServiceText::rank))
                .toList();
        for (ProviderView one : providers) {
            table.row(
                    one.id(),
                    one.client(),
                    one.app(),
                    ServiceText.state(one),
                    one.address(),
                    one.node(),
                    one.version(),
                    one.weight(),
                    one.zone(),
                    one.tag(),
                    one.healthResult() == null ? one.health() : one.healthResult());
        }
        table.print(terminal, "no providers");
    }

    @Command(
            name = "consumers",
            description = "List the instances that resolve a service, outdated ones first.",
            footer = "  stardust service consumers orders")
    void consumers(@Parameters(paramLabel = "SERVICE", description = "Service name or ID.") String word) {
        var api = session.api();
        var reply = api.get("/services/" + Services.find(api, word).id() + "/consumers");
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        ConsumerList list = reply.as(ConsumerList.class);
        var table = new Table("INSTANCE", "APP", "LIST", "UPDATES", "MIN VERSION", "TAGS", "SCOPE", "SINCE");
        List<ConsumerView> consumers = list.items().stream()
                .sorted(Comparator.comparing(ConsumerView::waitedFor).reversed().thenComparing(ConsumerView::current))
                .toList();
        for (ConsumerView one : consumers) {
            table.row(
                    one.client(),
                    one.app(),
                    ServiceText.list(one),
                    one.listens() ? "push" : "on request",
                    one.minVersion(),
                    one.tag(),
                    one.scope(),
                    Words.ago(one.since(), terminal.now()));
        }
        table.print(terminal, "no consumers");
        if (list.total() > consumers.size()) {
            terminal.note("%d of %d shown".formatted(consumers.size(), list.total()));
        }
    }

    @Command(
            name = "graph",
            description = "List which app calls which service, and who provides it.",
            footer = "  stardust service graph")
    void graph() {
        var reply = session.api().get("/services/graph");
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        ServiceGraph graph = reply.as(ServiceGraph.class);
        var table = new Table("CALLER", "SERVICE", "PROVIDER");
        for (CallRow row : CallRow.of(graph.items())) table.row(row.caller(), row.service(), row.provider());
        table.print(terminal, "no services");
        if (graph.more()) terminal.note("more than 5000 lines; the rest is not shown");
    }

    @Command(
            name = "remove",
            aliases = {"rm", "delete"},
            description = "Remove a service that has no providers.",
            footer = "  stardust service remove orders")
    void remove(
            @Parameters(paramLabel = "SERVICE", description = "Service name or ID.") String word,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask for confirmation.")
                    boolean yes) {
        var api = session.api();
        ServiceView service = Services.find(api, word);
        if (!yes && !terminal.confirmed("Remove service %s?".formatted(service.name()))) return;
        api.delete("/services/" + service.id());
        terminal.say("service %s removed".formatted(service.name()));
    }
}
