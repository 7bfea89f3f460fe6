package io.stardust.cli.service;

import io.stardust.api.registry.ProviderView;
import io.stardust.api.registry.ServiceView;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code stardust service enable} and {@code disable}: of a provider, or of the service. */
abstract class EnabledVerb implements Runnable {
    private final Session session;
    private final Terminal terminal;
    private final boolean enabled;

    @Parameters(index = "0", paramLabel = "SERVICE", description = "Service name or ID.")
    private String service = "";

    @Parameters(
            index = "1",
            paramLabel = "PROVIDER",
            arity = "0..1",
            description = "Instance or ID of a provider; default: the service itself.")
    private @Nullable String provider;

    private EnabledVerb(Session session, Terminal terminal, boolean enabled) {
        this.session = session;
        this.terminal = terminal;
        this.enabled = enabled;
    }

    @Override
    public void run() {
        var api = session.api();
        ServiceView of = Services.find(api, service);
        if (provider == null) {
            told(
                    api.patch("/services/" + of.id(), of.revision(), ServiceEdit.enabled(enabled)),
                    "service " + of.name());
            return;
        }
        ProviderView one = Services.provider(api, of, provider);
        String path = "/services/%d/providers/%d".formatted(of.id(), one.id());
        told(api.patch(path, one.revision(), new ProviderEdit(null, enabled, null)), one.client());
    }

    private void told(Reply reply, String what) {
        if (terminal.json()) terminal.print(reply);
        else terminal.print("%s %s".formatted(what, enabled ? "enabled" : "disabled"));
    }

    @Command(
            name = "enable",
            description = "Enable a provider, or a service: consumers receive it again.",
            footer = "  stardust service enable orders 10.0.0.1@4711")
    static final class Enable extends EnabledVerb {
        Enable(Session session, Terminal terminal) {
            super(session, terminal, true);
        }
    }

    @Command(
            name = "disable",
            description = "Disable a provider, or a service: consumers no longer receive it.",
            footer = {"  stardust service disable orders 10.0.0.1@4711", "  stardust service disable orders"})
    static final class Disable extends EnabledVerb {
        Disable(Session session, Terminal terminal) {
            super(session, terminal, false);
        }
    }
}
