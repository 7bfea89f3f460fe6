package io.stardust.server.registry;

import static io.stardust.server.registry.TestRegistry.instance;
import static io.stardust.server.registry.TestRegistry.offer;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Json;
import io.stardust.protocol.registry.ServiceDelta;
import io.stardust.protocol.registry.ServiceModel;
import io.stardust.protocol.registry.ServiceState;
import io.stardust.server.ManualClock;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.InstanceListener.Departure;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushTest {
    private static final Instance PROVIDER = instance("orders", 1, true);
    private static final Instance CONSUMER = instance("web", 2, true);

    @TempDir
    Path data;

    private TestRegistry test;
    private volatile boolean granted = true;

    @BeforeEach
    void start() {
        test = new TestRegistry(data, new ManualClock(), (consumer, project, app) -> granted);
    }

    @AfterEach
    void stop() {
        test.close();
    }

    private static String next(BlockingQueue<String> channel) throws InterruptedException {
        return Objects.requireNonNull(channel.poll(10, TimeUnit.SECONDS), "nothing was pushed");
    }

    private static ServiceDelta delta(BlockingQueue<String> channel) throws InterruptedException {
        String frame = next(channel);
        assertThat(frame).startsWith(ServiceDelta.PREFIX);
        ServiceDelta delta = Json.WIRE.read(frame.substring(ServiceDelta.PREFIX.length()), ServiceDelta.class);
        assertThat(frame).isEqualTo(ServiceDelta.PREFIX + Json.WIRE.text(delta));
        return delta;
    }

    @Test
    void subscriber_hearsWhoComesAndGoes() throws Exception {
        BlockingQueue<String> channel = test.channel(CONSUMER);
        ServiceState state = test.subscribe(CONSUMER, "Orders");
        assertThat(state.providers()).isEmpty();

        long id = test.register(PROVIDER, "Orders").said.id();
        ServiceDelta came = delta(channel);
        assertThat(came.from()).isLessThanOrEqualTo(state.version());
        assertThat(came.version()).isGreaterThan(state.version());
        assertThat(came.set()).extracting(ServiceModel::id).containsExactly(id);

        test.left(PROVIDER, Departure.ENDED);
        ServiceDelta gone = delta(channel);
        assertThat(gone.from()).isEqualTo(came.version());
        assertThat(gone.gone()).containsExactly(id);
    }

    @Test
    void nothingIsPushed_whenARegistrationIsOnlyRenewedOrTheSubscriptionEnded() throws Exception {
        BlockingQueue<String> channel = test.channel(CONSUMER);
        test.subscribe(CONSUMER, "Orders");
        test.subscribe(CONSUMER, "Other");
        test.register(PROVIDER, "Orders");
        assertThat(delta(channel).service()).isEqualTo("Orders");

        test.register(PROVIDER, "Orders");
        test.register(PROVIDER, "Other");
        assertThat(delta(channel).service()).isEqualTo("Other");

        assertThat(test.feature.asking().unsubscribe(CONSUMER, "Orders")).isTrue();
        test.register(instance("orders", 3, true), "Orders");
        test.register(instance("orders", 3, true), "Other");
        assertThat(delta(channel).service()).isEqualTo("Other");
    }

    /** Each delta leads on from the one before, and together they lead to what a full read shows. */
    @Test
    void deltas_areJoinedAndLeadToTheState_whenManyComeAtOnce() throws Exception {
        int many = 2_000;
        BlockingQueue<String> channel = test.channel(CONSUMER);
        ServiceState state = test.subscribe(CONSUMER, "Orders");
        for (int i = 0; i < many; i++) test.register(instance("orders", i, true), "Orders");
        long last = test.register(instance("orders", many, true), "Orders")
                .tenure
                .book
                .snapshot()
                .version;

        Map<Long, ServiceModel> held = new TreeMap<>();
        long version = state.version();
        int frames = 0;
        while (version < last) {
            ServiceDelta delta = delta(channel);
            frames++;
            if (version < delta.from()) {
                held.clear();
                ServiceState full = test.subscribe(CONSUMER, "Orders");
                full.providers().forEach(one -> held.put(one.id(), one));
                version = full.version();
            } else if (version < delta.version()) {
                delta.set().forEach(one -> held.put(one.id(), one));
                delta.gone().forEach(held::remove);
                version = delta.version();
            }
        }
        assertThat(held).hasSize(many + 1);
        assertThat(frames).isLessThan(many / 2);
    }

    @Test
    void frameSaysReadAgain_whenTheChangesDoNotFit() throws Exception {
        BlockingQueue<String> channel = test.channel(CONSUMER);
        ServiceState state = test.subscribe(CONSUMER, "Orders");
        ServiceBook book = test.register(PROVIDER, "Orders").tenure.book;
        delta(channel);
        synchronized (book) { // nothing is pushed meanwhile
            for (int i = 10; i < 600; i++) test.register(instance("orders", i, true), "Orders");
        }
        ServiceDelta again = delta(channel);
        while (again.from() < again.version()) again = delta(channel);

        assertThat(again.set()).isEmpty();
        assertThat(again.from()).isEqualTo(again.version()).isGreaterThan(state.version());
        assertThat(test.subscribe(CONSUMER, "Orders").providers()).hasSize(591);
    }

    @Test
    void oldClient_isTold_whenItResolvedTheService() throws Exception {
        Instance old = instance("old", 7, false);
        BlockingQueue<String> channel = test.channel(old);
        test.resolve(old, "Orders");

        test.register(PROVIDER, "Orders");
        String first = next(channel);
        assertThat(first).contains("\"registry/register\"").contains("\\\"ServiceName\\\":\\\"Orders\\\"");

        test.left(PROVIDER, Departure.ENDED);
        assertThat(next(channel)).contains("\"registry/");
    }

    @Test
    void subscriber_readsAgain_whenGrantsChange() throws Exception {
        BlockingQueue<String> channel = test.channel(CONSUMER);
        granted = false;
        test.register(PROVIDER, "Orders");
        ServiceState state = test.subscribe(CONSUMER, "Orders");
        assertThat(state.providers()).isEmpty();

        granted = true;
        test.feature.regranted();
        ServiceDelta again = delta(channel);
        while (again.from() < again.version()) again = delta(channel);
        assertThat(again.version()).isGreaterThan(state.version());
        assertThat(test.subscribe(CONSUMER, "Orders").providers()).hasSize(1);
    }

    @Test
    void providerOfAnotherPort_isSetAnew() throws Exception {
        BlockingQueue<String> channel = test.channel(CONSUMER);
        long id = test.register(PROVIDER, "Orders").said.id();
        ServiceState state = test.subscribe(CONSUMER, "Orders");
        test.register(PROVIDER, offer("Orders", "http://*:1", null));

        ServiceDelta delta = delta(channel);
        while (delta.version() <= state.version()) delta = delta(channel);
        assertThat(delta.set()).extracting(ServiceModel::id).containsExactly(id);
        assertThat(delta.set().getFirst().address()).endsWith(":1");
    }
}
