package io.stardust.cli.service;

import io.stardust.api.registry.ProviderView;
import io.stardust.api.registry.ServiceView;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code stardust service weight}. */
@Command(
        name = "weight",
        description = "Set the weight of a provider: its share of the calls.",
        footer = {
            "  stardust service weight orders 10.0.0.1@4711 50",
            "  stardust service weight orders 10.0.0.1@4711 own"
        })
final class WeightVerb implements Runnable {
    private static final int OWN = -1;

    private final Session session;
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "SERVICE", description = "Service name or ID.")
    private String service = "";

    @Parameters(index = "1", paramLabel = "PROVIDER", description = "Instance or ID of the provider.")
    private String provider = "";

    @Parameters(
            index = "2",
            paramLabel = "WEIGHT",
            description = "0 to 1000, or own for the weight that it registered with.")
    private String weight = "";

    WeightVerb(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (!weight.equals("own") && !weight.matches("[0-9]{1,4}")) {
            throw Failure.usage("WEIGHT: %s (expected: 0 to 1000, or own)".formatted(weight));
        }
        int said = weight.equals("own") ? OWN : Integer.parseInt(weight);
        var api = session.api();
        ServiceView of = Services.find(api, service);
        ProviderView one = Services.provider(api, of, provider);
        var reply = api.patch(
                "/services/%d/providers/%d".formatted(of.id(), one.id()),
                one.revision(),
                new ProviderEdit(said, null, null));
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        ProviderView now = reply.as(ProviderView.class);
        // while it drains the server tells 0, whatever was set
        int set = said == OWN ? now.ownWeight() : said;
        String draining = now.draining() ? ", after draining" : "";
        terminal.print("weight of %s is %d%s".formatted(one.client(), now.draining() ? set : now.weight(), draining));
    }
}
