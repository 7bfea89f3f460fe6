package io.stardust.server.registry;

import static io.stardust.server.registry.TestRegistry.PROJECT;
import static io.stardust.server.registry.TestRegistry.instance;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.registry.PublishServiceInfo;
import io.stardust.protocol.registry.ServiceModel;
import io.stardust.server.ManualClock;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.InstanceListener.Departure;
import io.stardust.server.registry.Canaries.Group;
import io.stardust.server.registry.Canaries.Member;
import io.stardust.server.registry.Canaries.Taker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanariesTest {
    private static final Instance CONSUMER = instance("web", 99, true);

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

    private static Instance provider(int number) {
        return instance("orders", number, true, PROJECT, "r" + number);
    }

    private static Group group(long id, int percent, int... numbers) {
        return new Group(
                id,
                percent,
                IntStream.of(numbers)
                        .mapToObj(CanariesTest::provider)
                        .map(each -> new Member(each.appId(), each.appId(), each.app(), each.client(), 0))
                        .toList());
    }

    private void set(Group... groups) {
        test.feature.canaries().set(List.of(groups));
    }

    private void register(Instance who, Duration ramp) {
        PublishServiceInfo offer = TestRegistry.offer("Orders");
        ServiceDefinition definition = test.feature.definitions().offered("Orders", who);
        Registration wanted = Intake.registration(definition, who, offer, who.address());
        test.feature.ramps().register(definition, wanted, _ -> ramp);
    }

    private void register(int... numbers) {
        for (int number : numbers) register(provider(number), Duration.ZERO);
    }

    private int weight(int number) {
        return test.resolve(CONSUMER, "Orders").stream()
                .filter(each -> provider(number).client().equals(each.client()))
                .mapToInt(ServiceModel::weight)
                .findFirst()
                .orElseThrow();
    }

    private static double share(int first, int others, int percent) {
        Map<Registration.Key, Group> groups = new HashMap<>();
        List<Taker> takers = new ArrayList<>();
        var group = new Group(1, percent, List.of());
        for (int i = 0; i < first + others; i++) {
            var key = new Registration.Key(1, "a@" + i);
            takers.add(new Taker(key, 100));
            if (i < first) groups.put(key, group);
        }
        Map<Registration.Key, Integer> weights = Canaries.weights(takers, groups);
        assertThat(weights).hasSize(first);
        double sum = weights.values().stream().mapToInt(Integer::intValue).sum();
        return 100 * sum / (sum + 100.0 * others);
    }

    @Property(tries = 300)
    void weights_givePercent_whateverTheNumbers(
            @ForAll @IntRange(min = 1, max = 20) int first,
            @ForAll @IntRange(min = 20, max = 60) int others,
            @ForAll @IntRange(min = 1, max = 99) int percent) {
        assertThat(share(first, others, percent)).isBetween(percent - 0.5, percent + 0.5);
    }

    @Test
    void weights_areThoseOfThree_whenOneGetsATenth() {
        assertThat(share(1, 2, 10)).isBetween(9.8, 10.2);
        assertThat(share(1, 2, 50)).isEqualTo(50);
        assertThat(share(2, 1, 10)).isBetween(9.8, 10.2);
    }

    @Test
    void firstBatch_getsItsPart_andItsOwnShareAfterwards() {
        register(1, 2, 3);
        set(group(7, 10, 1));
        assertThat(List.of(weight(1), weight(2), weight(3))).containsExactly(22, 100, 100);

        set();

        assertThat(List.of(weight(1), weight(2), weight(3))).containsExactly(100, 100, 100);
    }

    @Test
    void process_hasItsPartAtOnce_whenItRegistersLater() {
        register(2, 3);
        set(group(7, 10, 1));

        register(1);

        assertThat(weight(1)).isEqualTo(22);
    }

    @Test
    void part_isTheSame_whenOthersComeAndGo() {
        register(1, 2, 3);
        set(group(7, 10, 1));

        test.left(provider(3), Departure.ENDED);
        test.feature.canaries().round();
        assertThat(weight(1)).isEqualTo(11);

        test.drain("r2", Duration.ofSeconds(20));
        register(4, 5, 6);
        test.feature.canaries().round();
        assertThat(weight(1)).isEqualTo(33);
    }

    @Test
    void weight_isItsOwn_whenThereIsNobodyElse() {
        register(1);
        set(group(7, 10, 1));

        assertThat(weight(1)).isEqualTo(100);
    }

    @Test
    void weight_staysZero_whileTheProcessLeaves() {
        register(1, 2);
        set(group(7, 10, 1));
        test.drain("r1", Duration.ofSeconds(20));
        test.feature.canaries().round();

        assertThat(test.subscribe(CONSUMER, "Orders").providers())
                .extracting(ServiceModel::weight)
                .containsExactlyInAnyOrder(0, 100);
    }

    @Test
    void part_growsFromATenth_whenTheDeploymentHasARamp() {
        register(2, 3);
        set(group(7, 10, 1));

        register(provider(1), Duration.ofSeconds(60));

        assertThat(weight(1)).isEqualTo(3);
        clock.advance(Duration.ofSeconds(60));
        test.feature.ramps().round();
        test.feature.canaries().round();
        assertThat(weight(1)).isEqualTo(22);
    }

    @Test
    void twoRollouts_eachGetTheirPart() {
        register(1, 2, 3, 4);
        set(group(7, 10, 1), group(8, 20, 2));

        // 200 of the others are the 70 % that are left
        assertThat(List.of(weight(1), weight(2), weight(3), weight(4))).containsExactly(29, 57, 100, 100);

        set(group(8, 20, 2));

        assertThat(List.of(weight(1), weight(2), weight(3), weight(4))).containsExactly(100, 75, 100, 100);
    }
}
