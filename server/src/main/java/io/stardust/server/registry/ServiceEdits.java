package io.stardust.server.registry;

import io.stardust.api.registry.ProviderPatch;
import io.stardust.api.registry.ServicePatch;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.ApiException.Outdated;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.http.Role;
import io.stardust.server.instance.Instance;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What people change of services and providers. Thread-safe. */
final class ServiceEdits {
    private static final int DISPLAY_NAME = 100;
    private static final int TEMPLATE = 500;
    private static final int OWN_WEIGHT = -1;
    private static final Pattern HEALTH = Pattern.compile("/[^\\s]*|(?i:https?|tcp)://[^\\s]+");

    private final Changes changes;
    private final Definitions definitions;
    private final Books books;
    private final Registry registry;

    ServiceEdits(Changes changes, Definitions definitions, Books books, Registry registry) {
        this.changes = changes;
        this.definitions = definitions;
        this.books = books;
        this.registry = registry;
    }

    /** @param seen revision from which the edit was made; -1: whatever it is */
    ServiceDefinition edit(Caller caller, long id, ServicePatch patch, long seen) {
        ServiceDefinition edited = changes.write(caller.actor(), tx -> {
            ServiceDefinition before = editable(tx, caller, id, seen);
            var after = new ServiceDefinition(
                    id,
                    before.projectId(),
                    before.name(),
                    text("displayName", patch.displayName(), before.displayName(), DISPLAY_NAME),
                    patch.enabled() == null ? before.enabled() : patch.enabled(),
                    patch.scoped() == null ? before.scoped() : patch.scoped(),
                    patch.singleton() == null ? before.singleton() : patch.singleton(),
                    template(text("address", patch.address(), before.address(), TEMPLATE)),
                    patch.extranet() == null ? before.extranet() : patch.extranet(),
                    health(text("health", patch.health(), before.health(), Intake.HEALTH)),
                    before.revision() + 1,
                    before.createdAt(),
                    tx.now().toEpochMilli());
            definitions.update(tx, after);
            tx.record("service.updated", after.projectId(), id, ServiceViews.told(before), ServiceViews.told(after));
            return after;
        });
        registry.redefined(edited.name());
        return edited;
    }

    private static @Nullable String text(String field, @Nullable String said, @Nullable String before, int max) {
        if (said == null) return before;
        return Intake.line(field, said, max);
    }

    private static @Nullable String template(@Nullable String template) {
        if (template == null) return null;
        for (String word : Filter.words(template)) {
            String filled = word.replace("{LocalIP}", "10.0.0.1")
                    .replace("{IP}", "10.0.0.1")
                    .replace("{Port}", "80");
            if (Addresses.parts(filled) == null) {
                throw new Invalid("address", Check.shown(word), "e.g. http://{LocalIP}:{Port}");
            }
        }
        return template;
    }

    private static @Nullable String health(@Nullable String health) {
        if (health == null || HEALTH.matcher(health).matches()) return health;
        throw new Invalid("health", Check.shown(health), "a path such as /health, or an http, https or tcp URL");
    }

    void delete(Caller caller, long id) {
        ServiceDefinition gone = changes.write(caller.actor(), tx -> {
            ServiceDefinition before = editable(tx, caller, id, -1);
            int providers = books.of(before.name()).size();
            if (providers > 0) {
                throw new Conflict("service %s has %d providers; end them first".formatted(before.name(), providers));
            }
            definitions.delete(tx, before);
            tx.record("service.deleted", before.projectId(), id, ServiceViews.told(before), null);
            return before;
        });
        registry.redefined(gone.name());
    }

    private ServiceDefinition editable(Tx tx, Caller caller, long id, long seen) {
        ServiceDefinition service = definitions.get(tx, caller.visible(), id);
        caller.require(Role.ADMIN, service.projectId());
        if (seen >= 0 && seen != service.revision()) throw new Outdated("service", id, seen, service.revision());
        return service;
    }

    /** What is said of a provider outlives its registration. */
    Provider steer(Caller caller, long id, long providerId, ProviderPatch patch, long seen) {
        ServiceDefinition service = definitions.get(caller.visible(), id);
        ServiceBook book = books.of(service.name());
        Provider provider = provider(book, providerId);
        caller.require(Role.OPERATOR, service.projectId());
        Registration.Key key = provider.said.key();
        Steering said = changes.write(caller.actor(), tx -> {
            Steering before = definitions.steering(tx, id, key);
            if (seen >= 0 && seen != before.revision()) {
                throw new Outdated("provider", providerId, seen, before.revision());
            }
            var after = new Steering(
                    weight(patch.weight(), before.weight()),
                    patch.enabled() == null ? before.enabled() : patch.enabled(),
                    patch.draining() == null ? before.draining() : patch.draining(),
                    before.revision() + 1);
            definitions.steer(tx, service, key, after);
            tx.record(
                    "provider.updated",
                    service.projectId(),
                    providerId,
                    told(service, provider.said.app(), key, before),
                    told(service, provider.said.app(), key, after));
            return after;
        });
        registry.steered(book, provider, said);
        return provider(book, providerId);
    }

    /** What an app says of a provider of its own, be it registered just now or not. */
    void drain(String actor, Instance who, ServiceDefinition service, Registration.Key key, boolean draining) {
        if (definitions.steering(service.id(), key).draining() == draining) return;
        ServiceBook book = books.of(service.name());
        @Nullable Provider provider = book.find(key);
        Steering said = changes.write(actor, tx -> {
            Steering before = definitions.steering(service.id(), key);
            var after = new Steering(before.weight(), before.enabled(), draining, before.revision() + 1);
            definitions.steer(tx, service, key, after);
            long id = provider == null ? 0 : provider.said.id();
            tx.record(
                    "provider.updated",
                    service.projectId(),
                    id,
                    told(service, who.app(), key, before),
                    told(service, who.app(), key, after));
            return after;
        });
        if (provider != null) registry.steered(book, provider, said);
    }

    private static Told told(ServiceDefinition service, String app, Registration.Key key, Steering steering) {
        return new Told(service.name(), app, key.client(), steering.weight(), steering.enabled(), steering.draining());
    }

    private static @Nullable Integer weight(@Nullable Integer said, @Nullable Integer before) {
        if (said == null) return before;
        if (said == OWN_WEIGHT) return null;
        return Check.number("weight", said, 0, 0, Intake.MOST_WEIGHT);
    }

    /** What people said of a provider, as the change table shows it. */
    @io.avaje.jsonb.Json
    record Told(
            String service,
            String app,
            String client,
            @Nullable Integer weight,
            boolean enabled,
            boolean draining) {}

    private static Provider provider(ServiceBook book, long id) {
        @Nullable Provider found = book.find(id);
        if (found == null) throw new NotFound("provider", id);
        return found;
    }
}
