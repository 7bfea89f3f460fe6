package io.stardust.client.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stardust.client.registry.Provider;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class BalancersTest {
    static Provider provider(long id, int weight, @Nullable String zone) {
        return new Provider(
                id,
                List.of(URI.create("http://10.0.0." + id + ":80")),
                "a",
                "c",
                "1",
                null,
                Set.of(),
                weight,
                zone,
                null,
                Map.of());
    }

    private static List<Provider> providers(List<Integer> weights) {
        List<Provider> all = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) all.add(provider(i + 1L, weights.get(i), null));
        return all;
    }

    private static Map<Long, Integer> counts(Balancer balancer, List<Provider> providers, int calls) {
        Map<Long, Integer> counts = new HashMap<>();
        for (int i = 0; i < calls; i++) {
            Provider one = balancer.pick(providers, "key-" + i);
            if (one != null) counts.merge(one.id(), 1, Integer::sum);
        }
        return counts;
    }

    private static List<Balancer> all() {
        return List.of(
                new WeightedRoundRobin(),
                new LeastLatency(new Random(1)),
                new FairShare(new Random(1), () -> 0),
                new ConsistentHash(),
                new ZoneFirst(new WeightedRoundRobin(), "a", 2));
    }

    @Property(tries = 200)
    void pick_takesNobodyOfWeightZero_unlessThereIsNoOther(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 9) Integer> weights) {
        List<Provider> providers = providers(weights);
        boolean any = weights.stream().anyMatch(weight -> weight > 0);
        for (Balancer each : all()) {
            for (int i = 0; i < 20; i++) {
                Provider one = each.pick(providers, "key-" + i);
                assertThat(one).isNotNull();
                if (one != null && any) assertThat(one.weight()).isPositive();
            }
        }
    }

    @Property(tries = 100)
    void roundRobin_givesEachExactlyItsWeight_inOneRound(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 20) Integer> weights) {
        int round = weights.stream().mapToInt(Integer::intValue).sum();

        Map<Long, Integer> counts = counts(new WeightedRoundRobin(), providers(weights), round);

        for (int i = 0; i < weights.size(); i++) assertThat(counts.get(i + 1L)).isEqualTo(weights.get(i));
    }

    @Property(tries = 50)
    void hash_movesOnlyTheKeysOfWhoLeft(
            @ForAll @IntRange(min = 2, max = 12) int count, @ForAll @IntRange(max = 11) int leaving) {
        List<Provider> before = new ArrayList<>();
        for (int i = 1; i <= count; i++) before.add(provider(i, 100, null));
        Provider gone = before.get(leaving % count);
        List<Provider> after = new ArrayList<>(before);
        after.remove(gone);
        var hash = new ConsistentHash();

        for (int i = 0; i < 200; i++) {
            Provider one = hash.pick(before, "key-" + i);
            if (!gone.equals(one)) assertThat(hash.pick(after, "key-" + i)).isSameAs(one);
        }
    }

    @Example
    void pick_isNull_whenThereIsNobody() {
        for (Balancer each : all()) assertThat(each.pick(List.of(), null)).isNull();
    }

    @Example
    void roundRobin_isSmooth() {
        List<Provider> providers = providers(List.of(5, 1, 1));
        var balancer = new WeightedRoundRobin();
        var order = new StringBuilder();
        for (int i = 0; i < 7; i++) {
            Provider one = balancer.pick(providers, null);
            if (one != null) order.append(one.id());
        }

        assertThat(order).hasToString("1121311");
    }

    @Example
    void roundRobin_startsFresh_whenProvidersAreOthers() {
        var balancer = new WeightedRoundRobin();
        for (int round = 0; round < 200; round++) {
            List<Provider> providers = List.of(provider(2 * round + 1, 1, null), provider(2 * round + 2, 1, null));
            assertThat(counts(balancer, providers, 10).values()).containsExactly(5, 5);
        }
    }

    @Example
    void hash_spreadsKeysByWeight() {
        Map<Long, Integer> counts = counts(new ConsistentHash(), providers(List.of(100, 200, 100)), 20_000);

        assertThat(counts.get(1L)).isCloseTo(5_000, within(400));
        assertThat(counts.get(2L)).isCloseTo(10_000, within(400));
    }

    @Example
    void leastLatency_spreadsByWeight_whenAllAreAlike() {
        Map<Long, Integer> counts =
                counts(new LeastLatency(new Random(7)), providers(List.of(100, 100, 100, 100)), 20_000);

        for (int count : counts.values()) assertThat(count).isBetween(3_000, 8_000);
    }

    @Example
    void leastLatency_sparesTheSlow() {
        var balancer = new LeastLatency(new Random(7));
        List<Provider> providers = providers(List.of(100, 100, 100));
        Map<Long, Integer> counts = new HashMap<>();
        for (int i = 0; i < 3_000; i++) {
            Provider one = balancer.pick(providers, null);
            if (one == null) continue;
            balancer.began(one);
            balancer.ended(one, one.id() == 1 ? 50_000_000 : 1_000_000, true);
            counts.merge(one.id(), 1, Integer::sum);
        }

        assertThat(counts.getOrDefault(1L, 0)).isLessThan(100);
    }

    @Example
    void leastLatency_sparesWhoFails() {
        var balancer = new LeastLatency(new Random(7));
        List<Provider> providers = providers(List.of(100, 100));
        Map<Long, Integer> counts = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            Provider one = balancer.pick(providers, null);
            if (one == null) continue;
            balancer.began(one);
            balancer.ended(one, 1_000, one.id() != 1);
            counts.merge(one.id(), 1, Integer::sum);
        }

        assertThat(counts.getOrDefault(1L, 0)).isLessThan(10);
    }

    @Example
    void zone_goesFirst_andSpillsOver_whenTooFewAreLeft() {
        List<Provider> all =
                List.of(provider(1, 100, "a"), provider(2, 100, "a"), provider(3, 100, "b"), provider(4, 100, null));
        var balancer = new ZoneFirst(new WeightedRoundRobin(), "a", 2);

        assertThat(counts(balancer, all, 100).keySet()).containsExactlyInAnyOrder(1L, 2L);
        assertThat(counts(balancer, all.subList(1, 4), 99).keySet()).containsExactlyInAnyOrder(2L, 3L, 4L);
    }
}
