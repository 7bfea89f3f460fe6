package io.stardust.cli.service;

import io.stardust.api.registry.ConsumerView;
import io.stardust.api.registry.ProviderView;
import io.stardust.api.registry.ServiceView;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Style;
import java.util.List;

/** How services and providers stand, in a word. All functions are pure. */
final class ServiceText {
    private static final List<String> SERVICES = List.of(
            "no provider", "protected", "all unhealthy", "partly available", "available", "not in use", "disabled");
    private static final List<String> PROVIDERS =
            List.of("unhealthy", "not responding", "not offered", "leaving", "draining", "disabled", "available");

    private ServiceText() {}

    static Cell state(ServiceView service) {
        if (!service.enabled()) return Cell.of("disabled");
        boolean used = service.providers() > 0 || service.consumers() > 0;
        if (service.shown() == 0 && used) return new Cell("no provider", Style.BAD);
        if (service.protectedSince() > 0) return new Cell("protected", Style.BUSY);
        if (service.healthIgnored()) return new Cell("all unhealthy", Style.BAD);
        if (service.shown() < service.providers()) return new Cell("partly available", Style.BUSY);
        return service.providers() > 0 ? new Cell("available", Style.GOOD) : Cell.of("not in use");
    }

    /** Failures first. */
    static int rank(ServiceView service) {
        return SERVICES.indexOf(state(service).text());
    }

    static Cell state(ProviderView provider) {
        if (!provider.enabled()) return Cell.of("disabled");
        if (!provider.healthy()) return new Cell("unhealthy", Style.BAD);
        if (provider.silent()) return new Cell("not responding", Style.BUSY);
        if (provider.leaving()) return new Cell("leaving", Style.BUSY);
        if (provider.draining()) return new Cell("draining", Style.BUSY);
        return provider.shown() ? new Cell("available", Style.GOOD) : Cell.of("not offered");
    }

    /** Whether it knows the newest list; who asks by itself learns of changes with its next question. */
    static Cell list(ConsumerView consumer) {
        if (consumer.waitedFor()) return new Cell("not acknowledged", Style.BUSY);
        if (consumer.current()) return new Cell("current", Style.GOOD);
        return new Cell("outdated", consumer.listens() ? Style.BUSY : Style.PLAIN);
    }

    /** Failures first. */
    static int rank(ProviderView provider) {
        return PROVIDERS.indexOf(state(provider).text());
    }
}
