package io.stardust.cli.service;

import io.stardust.api.registry.ServiceView;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust service edit}. */
@Command(
        name = "edit",
        description = "Edit a service; options that are not given stay unchanged.",
        footer = {"  stardust service edit orders --health /health", "  stardust service edit orders --scoped"})
final class EditVerb implements Runnable {
    private final Session session;
    private final Terminal terminal;

    @Parameters(paramLabel = "SERVICE", description = "Service name or ID.")
    private String word = "";

    @Option(names = "--display-name", paramLabel = "TEXT", description = "Display name; empty: the name.")
    private @Nullable String displayName;

    @Option(names = "--enabled", negatable = true, description = "Enable or disable the service.")
    private @Nullable Boolean enabled;

    @Option(
            names = "--scoped",
            negatable = true,
            description = "Consumers receive only providers of their own scope, or without one.")
    private @Nullable Boolean scoped;

    @Option(names = "--singleton", negatable = true, description = "One provider for each address of an app.")
    private @Nullable Boolean singleton;

    @Option(
            names = "--address",
            paramLabel = "TEMPLATE",
            description = "Replaces registered addresses, e.g. http://{LocalIP}:{Port}; empty: as registered.")
    private @Nullable String address;

    @Option(
            names = "--extranet",
            negatable = true,
            description = "Replace wildcard hosts with the address that the server sees.")
    private @Nullable Boolean extranet;

    @Option(
            names = "--health",
            paramLabel = "PATH|URL",
            description = "Health check of each provider; empty: as registered.")
    private @Nullable String health;

    EditVerb(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        var api = session.api();
        ServiceView service = Services.find(api, word);
        var edit = new ServiceEdit(displayName, enabled, scoped, singleton, address, extranet, health);
        var reply = api.patch("/services/" + service.id(), service.revision(), edit);
        if (terminal.json()) terminal.print(reply);
        else terminal.print("service %s updated".formatted(service.name()));
    }
}
