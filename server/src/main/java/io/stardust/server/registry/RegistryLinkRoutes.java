package io.stardust.server.registry;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.registry.PublishServiceInfo;
import io.stardust.protocol.registry.ResolveServiceInfo;
import io.stardust.server.http.LinkApi;
import io.stardust.server.http.LinkCall;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.InstanceAuth;
import io.stardust.server.instance.OpenApps;
import org.jspecify.annotations.Nullable;

/** The registry on the machine face (docs/protocol.md, Registry). */
final class RegistryLinkRoutes {
    private final Offering offering;
    private final Registry registry;
    private final Books books;
    private final Asking asking;
    private final Definitions definitions;
    private final Grants grants;
    private final InstanceAuth auth;

    /** What registrations pass through. */
    record Offering(Registry registry, Definitions definitions, Ramps ramps, Ramps.Times times) {
        Provider register(ServiceDefinition definition, Registration wanted) {
            return ramps.register(definition, wanted, times);
        }
    }

    RegistryLinkRoutes(Offering offering, Books books, Asking asking, Grants grants, InstanceAuth auth) {
        this.offering = offering;
        this.registry = offering.registry;
        this.books = books;
        this.asking = asking;
        this.definitions = offering.definitions;
        this.grants = grants;
        this.auth = auth;
    }

    /** Adds the paths. */
    void register(LinkApi link) {
        link.post("/App/RegisterService", this::registerService)
                .post("/App/UnregisterService", this::unregisterService)
                .post("/App/ResolveService", this::resolveService)
                .any("/App/SearchService", this::searchService)
                .post("/App/SubscribeService", this::subscribeService)
                .post("/App/UnsubscribeService", this::unsubscribeService);
    }

    private Object registerService(LinkCall call) {
        Instance who = auth.instance(call);
        if (OpenApps.has(who.app())) {
            throw new Envelope.Refused(
                    Envelope.FORBIDDEN,
                    "app %s offers nothing, since everybody may come as it (expected: an app of your own)"
                            .formatted(who.app()));
        }
        PublishServiceInfo wish = call.body(PublishServiceInfo.class);
        ServiceDefinition definition = definitions.offered(Intake.name(wish.serviceName()), who);
        Registration wanted = Intake.registration(definition, who, wish, call.address());
        return new LinkApi.Encoded(WireText.one(offering.register(definition, wanted)));
    }

    private Object unregisterService(LinkCall call) {
        Instance who = auth.instance(call);
        PublishServiceInfo wish = call.body(PublishServiceInfo.class);
        String name = Intake.name(wish.serviceName());
        @Nullable ServiceDefinition definition = definitions.named(name);
        if (definition == null) return LinkApi.NULL;
        String client = Intake.client(definition, Intake.client(who, wish.clientId()));
        @Nullable Provider gone = registry.unregister(name, new Registration.Key(who.appId(), client));
        return gone == null ? LinkApi.NULL : new LinkApi.Encoded(WireText.one(gone));
    }

    private Object resolveService(LinkCall call) {
        Instance who = auth.instance(call);
        ResolveServiceInfo wish = call.body(ResolveServiceInfo.class);
        String name = Intake.name(wish.serviceName());
        @Nullable ServiceDefinition definition = definitions.named(name);
        boolean scoped = definition != null && definition.scoped();
        Filter filter = Intake.filter(wish.minVersion(), wish.tag(), wish.scope(), scoped, who);
        return new LinkApi.Encoded(asking.resolve(who, name, filter));
    }

    private Object searchService(LinkCall call) {
        Instance who = auth.instance(call);
        String name = Intake.name(call.query("serviceName").orElse(null));
        String key = call.query("key").orElse("");
        @Nullable ServiceBook book = books.known(name);
        return FoundService.of(
                book,
                key,
                registry.wiring().probes(),
                provider -> grants.mayCall(who, provider.said.projectId(), provider.said.appId()));
    }

    private Object subscribeService(LinkCall call) {
        Instance who = auth.instance(call);
        String name = Intake.name(call.body(ResolveServiceInfo.class).serviceName());
        return new LinkApi.Encoded(asking.subscribe(who, name));
    }

    private Object unsubscribeService(LinkCall call) {
        Instance who = auth.instance(call);
        String name = Intake.name(call.body(ResolveServiceInfo.class).serviceName());
        return asking.unsubscribe(who, name) ? 1 : 0;
    }
}
