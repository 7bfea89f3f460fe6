package io.stardust.cli.service;

import io.stardust.api.registry.ProviderView;
import io.stardust.api.registry.ServiceView;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust service drain}. */
@Command(
        name = "drain",
        description = "Drain a provider: no new calls as long as another provider is there.",
        footer = {"  stardust service drain orders 10.0.0.1@4711", "  stardust service drain orders 10.0.0.1@4711 --off"
        })
final class DrainVerb implements Runnable {
    private final Session session;
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "SERVICE", description = "Service name or ID.")
    private String service = "";

    @Parameters(index = "1", paramLabel = "PROVIDER", description = "Instance or ID of the provider.")
    private String provider = "";

    @Option(names = "--off", description = "Stop draining.")
    private boolean off;

    DrainVerb(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        var api = session.api();
        ServiceView of = Services.find(api, service);
        ProviderView one = Services.provider(api, of, provider);
        var reply = api.patch(
                "/services/%d/providers/%d".formatted(of.id(), one.id()),
                one.revision(),
                new ProviderEdit(null, null, !off));
        if (terminal.json()) terminal.print(reply);
        else terminal.print("%s %s".formatted(one.client(), off ? "receives calls again" : "is draining"));
    }
}
