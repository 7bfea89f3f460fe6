package io.stardust.server.registry;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.registry.PublishServiceInfo;
import io.stardust.server.instance.Instance;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The registry for rooms above it that speak another protocol than ours. Thread-safe. */
public final class ServiceDoor {
    private final Registry registry;
    private final Books books;
    private final Definitions definitions;
    private final Grants grants;
    private final ServiceEdits edits;

    ServiceDoor(Registry registry, Books books, Definitions definitions, Grants grants, ServiceEdits edits) {
        this.registry = registry;
        this.books = books;
        this.definitions = definitions;
        this.grants = grants;
        this.edits = edits;
    }

    /**
     * Offers a service, or says otherwise what is offered already; a sign of life of {@code who}.
     *
     * @param lease without a sign of life of {@code who} for this long the offer is over; whole seconds
     * @param from where the request came from
     * @throws io.stardust.server.http.ApiException.Invalid if a field is out of bounds
     * @throws Envelope.Refused 403 when the service is of another project, or there are too many
     */
    public void offer(Instance who, PublishServiceInfo wish, Duration lease, String from) {
        ServiceDefinition definition = definitions.offered(Intake.name(wish.serviceName()), who);
        Registration wanted = Intake.registration(definition, who, wish, from).leased((int) lease.toSeconds());
        registry.register(definition, wanted);
    }

    /** True when {@code who} offers {@code service}, whether or not consumers are told of it. */
    public boolean offers(Instance who, String service) {
        @Nullable ServiceDefinition definition = definitions.named(service);
        return definition != null && find(who, definition) != null;
    }

    /** Takes back what {@code who} offers, if it does; {@code renewed}: when it comes again it is not drained. */
    public void withdraw(Instance who, String service, boolean renewed) {
        @Nullable ServiceDefinition definition = definitions.named(service);
        if (definition == null) return;
        @Nullable Provider known = find(who, definition);
        if (known != null) registry.end(known.tenure);
        if (renewed) drain(who, definition, false);
    }

    /** Drains what {@code who} offers, or ends that; false when it offers no such service. */
    public boolean drain(Instance who, String service, boolean draining) {
        @Nullable ServiceDefinition definition = definitions.named(service);
        if (definition == null || find(who, definition) == null) return false;
        drain(who, definition, draining);
        return true;
    }

    private void drain(Instance who, ServiceDefinition definition, boolean draining) {
        String actor = "app:" + who.appId() + " " + who.app();
        edits.drain(actor, who, definition, key(who, definition), draining);
    }

    private @Nullable Provider find(Instance who, ServiceDefinition definition) {
        @Nullable ServiceBook book = books.known(definition.name());
        return book == null ? null : book.find(key(who, definition));
    }

    private static Registration.Key key(Instance who, ServiceDefinition definition) {
        return new Registration.Key(who.appId(), Intake.client(definition, who.client()));
    }

    /**
     * {@code who} asked for all services. Who does so again and again is given two of its periods to hear that a
     * provider leaves.
     *
     * @param together how many instances of its app it stands for, because nothing says which of them asked
     */
    public void asked(Instance who, int together) {
        registry.polled(who, together);
    }

    /** All services that somebody offers. */
    public List<Shelf> shelves() {
        return books.all().stream()
                .map(ServiceBook::snapshot)
                .filter(snapshot -> !snapshot.shown.isEmpty())
                .map(snapshot -> new Shelf(snapshot, grants))
                .toList();
    }

    /** True when {@code consumer} may call {@code provider}. */
    public boolean mayCall(Instance consumer, Offered provider) {
        return grants.mayCall(consumer, provider.projectId(), provider.appId());
    }
}
