package io.stardust.server.registry;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.registry.DrainState;
import io.stardust.protocol.registry.PublishServiceInfo;
import io.stardust.protocol.registry.ServiceModel;
import io.stardust.protocol.registry.ServiceState;
import io.stardust.server.ManualClock;
import io.stardust.server.db.TestDatabase;
import io.stardust.server.feature.Base;
import io.stardust.server.feature.Lifecycle;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.InstanceListener.Departure;
import io.stardust.server.push.FakeLines;
import io.stardust.server.push.PushSessions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** A registry with a database, a journal and a clock that is turned by hand; its loops run, and rounds can be asked. */
final class TestRegistry implements AutoCloseable {
    static final long PROJECT = 1;

    final ManualClock clock;
    final PushSessions sessions = new PushSessions();
    final RegistryFeature feature;
    private final Lifecycle lifecycle = new Lifecycle();
    volatile int protection = 50;
    volatile Duration drainTimeout = Duration.ofSeconds(30);

    TestRegistry(Path data) {
        this(data, new ManualClock(), Grants.SAME_PROJECT);
    }

    TestRegistry(Path data, ManualClock clock, Grants grants) {
        this.clock = clock;
        Base base = Base.of(data, TestDatabase.settings(data), clock, lifecycle);
        this.feature = new RegistryFeature(
                base,
                sessions,
                grants,
                new RegistryFeature.Settings(() -> protection, () -> Duration.ofSeconds(30), () -> drainTimeout));
        lifecycle.start();
    }

    static Instance instance(String app, int number, boolean sdk) {
        return instance(app, number, sdk, PROJECT, null);
    }

    static Instance instance(String app, int number, boolean sdk, long project, @Nullable String run) {
        String ip = "10.0.%d.%d".formatted(number / 250, number % 250 + 1);
        long appId = Math.floorMod(app.hashCode(), 1_000_000) + 1L;
        return new Instance(appId, app, project, ip + "@" + number, ip, ip, "1.0", null, null, null, null, run, sdk);
    }

    static PublishServiceInfo offer(String service) {
        return offer(service, "http://*:8080", null);
    }

    static PublishServiceInfo offer(String service, String address, @Nullable String health) {
        return new PublishServiceInfo(service, null, null, null, address, null, health, null, null, null, null, null);
    }

    Registry registry() {
        return feature.registry();
    }

    Provider register(Instance who, PublishServiceInfo offer) {
        ServiceDefinition definition = feature.definitions().offered(Intake.name(offer.serviceName()), who);
        return registry().register(definition, Intake.registration(definition, who, offer, who.address()));
    }

    Provider register(Instance who, String service) {
        return register(who, offer(service));
    }

    List<ServiceModel> resolve(Instance who, String service) {
        return resolve(who, service, Filter.ALL);
    }

    List<ServiceModel> resolve(Instance who, String service, Filter filter) {
        byte[] answer = feature.asking().resolve(who, service, filter);
        return Objects.requireNonNull(Envelope.open(
                answer,
                io.stardust.protocol.Json.WIRE.<List<ServiceModel>>type(
                        io.avaje.jsonb.Types.listOf(ServiceModel.class))));
    }

    ServiceState subscribe(Instance who, String service) {
        return Objects.requireNonNull(Envelope.open(feature.asking().subscribe(who, service), ServiceState.class));
    }

    /** Opens a channel; what is pushed arrives in the queue. */
    BlockingQueue<String> channel(Instance who) {
        return FakeLines.open(sessions, who.key());
    }

    /** As the agent of the node asks about the processes of {@code run}. */
    DrainState drain(String run, Duration hold) {
        Collection<Tenure> of = registry().owned().ofRun(run);
        return feature.drains().ask(new Drains.Key(1, 7, run), new Drains.Wish(hold.toMillis(), null), of, null);
    }

    void left(Instance who, Departure why) {
        registry().left(who, why);
    }

    /** Turns the clock and looks who is over. */
    void pass(Duration time) {
        clock.advance(time);
        registry().wiring().leases().round();
        feature.drains().round();
    }

    @Override
    public void close() {
        lifecycle.close();
    }
}
