package io.stardust.server.registry;

import static io.stardust.server.registry.TestRegistry.PROJECT;
import static io.stardust.server.registry.TestRegistry.instance;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.registry.PublishServiceInfo;
import io.stardust.protocol.registry.ServiceModel;
import io.stardust.server.ManualClock;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.InstanceListener.Departure;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RampsTest {
    private static final Duration RAMP = Duration.ofSeconds(60);
    private static final Instance PLACED = instance("orders", 1, true, PROJECT, "r1");
    private static final Instance OTHER = instance("orders", 2, true);
    private static final Instance CONSUMER = instance("web", 3, true);

    @TempDir
    Path data;

    private final ManualClock clock = new ManualClock();
    private TestRegistry test;

    @BeforeEach
    void start() {
        test = new TestRegistry(data, clock, Grants.SAME_PROJECT);
    }

    @AfterEach
    void stop() {
        test.close();
    }

    private void register(Instance who) {
        PublishServiceInfo offer = TestRegistry.offer("Orders");
        ServiceDefinition definition = test.feature.definitions().offered("Orders", who);
        Registration wanted = Intake.registration(definition, who, offer, who.address());
        test.feature.ramps().register(definition, wanted, _ -> RAMP);
    }

    private void pass(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        test.feature.ramps().round();
    }

    private int weight(Instance provider) {
        return test.resolve(CONSUMER, "Orders").stream()
                .filter(each -> provider.client().equals(each.client()))
                .mapToInt(ServiceModel::weight)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void weight_growsInSteps_whenAProcessHasBegun() {
        register(PLACED);
        assertThat(weight(PLACED)).isEqualTo(10);

        pass(30);
        assertThat(weight(PLACED)).isEqualTo(60);
        register(PLACED); // with each heartbeat
        assertThat(weight(PLACED)).isEqualTo(60);

        pass(30);
        assertThat(weight(PLACED)).isEqualTo(100);
    }

    @Test
    void weight_isWhole_ofWhatNoAgentHasStarted() {
        register(OTHER);

        assertThat(weight(OTHER)).isEqualTo(100);
    }

    /** A rollout that is cancelled stops it. */
    @Test
    void ramp_isOver_whenTheProcessEnds() {
        register(PLACED);
        test.left(PLACED, Departure.ENDED);
        pass(30);

        register(PLACED);

        assertThat(weight(PLACED)).as("another begins anew").isEqualTo(10);
    }

    @Test
    void weight_isZero_whenItLeavesWhileItGrows() {
        register(PLACED);
        register(OTHER);
        test.drain("r1", Duration.ofSeconds(20));
        pass(30);

        assertThat(test.subscribe(CONSUMER, "Orders").providers())
                .extracting(ServiceModel::weight)
                .containsExactlyInAnyOrder(0, 100);
    }

    @Test
    void weight_isWhole_whenTheServerWasStartedAnew() {
        register(PLACED);
        test.close();
        test = new TestRegistry(data, clock, Grants.SAME_PROJECT);

        assertThat(weight(PLACED)).isEqualTo(100);
    }
}
