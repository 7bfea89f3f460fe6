package io.stardust.server.registry;

import static io.stardust.server.registry.TestRegistry.instance;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.registry.ServiceModel;
import io.stardust.server.ManualClock;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.InstanceListener.Departure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many registrations: what a restart and a storm of them leave. */
@Tag("sqlite")
class RestartTest {
    private static final int MANY = 10_000;
    private static final int SERVICES = 100;
    private static final Instance CONSUMER = instance("web", 9, true);

    @TempDir
    Path data;

    private static void registerAll(TestRegistry test) {
        for (int i = 0; i < MANY; i++) test.register(instance("orders", i, true), "s" + i % SERVICES);
    }

    private static List<List<ServiceModel>> all(TestRegistry test) {
        return java.util.stream.IntStream.range(0, SERVICES)
                .mapToObj(i -> test.resolve(CONSUMER, "s" + i))
                .toList();
    }

    @Test
    void everybody_isThereAgain_andHasAWholeLeaseToComeBack() {
        var clock = new ManualClock();
        List<List<ServiceModel>> before;
        long version;
        try (var test = new TestRegistry(data, clock, Grants.SAME_PROJECT)) {
            registerAll(test);
            test.left(instance("orders", 0, true), Departure.ENDED);
            before = all(test);
            version = test.subscribe(CONSUMER, "s1").version();
        }
        clock.advance(Duration.ofHours(30));
        try (var test = new TestRegistry(data, clock, Grants.SAME_PROJECT)) {
            assertThat(test.registry().living()).hasSize(MANY - 1);
            assertThat(all(test)).isEqualTo(before);
            assertThat(test.subscribe(CONSUMER, "s1").version()).isGreaterThan(version);

            test.pass(Duration.ofSeconds(89));
            assertThat(all(test)).isEqualTo(before);

            long id = test.register(instance("orders", MANY, true), "s0").said.id();
            assertThat(before.stream().flatMap(List::stream).map(ServiceModel::id))
                    .doesNotContain(id);
        }
    }

    @Test
    void storm_showsNobodyAnEmptyListAndLeavesNothingBehind() throws Exception {
        try (var test = new TestRegistry(data)) {
            registerAll(test);
            var over = new AtomicBoolean();
            var empty = new AtomicInteger();
            Thread reader = Thread.ofVirtual().start(() -> {
                while (!over.get()) {
                    for (int i = 0; i < SERVICES; i++) {
                        if (test.resolve(CONSUMER, "s" + i).isEmpty()) empty.incrementAndGet();
                    }
                }
            });
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < MANY; i++) {
                    test.register(
                            instance("orders", i, true),
                            TestRegistry.offer("s" + i % SERVICES, "http://*:" + (9_000 + round), null));
                }
            }
            over.set(true);
            reader.join();

            assertThat(empty).hasValue(0);
            assertThat(test.registry().living()).hasSize(MANY);
            assertThat(test.registry().wiring().leases().size()).isEqualTo(MANY);
            assertThat(test.registry().owned().of(instance("orders", 7, true).key()))
                    .hasSize(1);
            assertThat(all(test).stream().flatMap(List::stream))
                    .allSatisfy(model -> assertThat(model.address()).endsWith(":9001"));
        }
    }
}
