package io.stardust.client.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stardust.client.registry.Provider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class FairShareTest {
    private static final long MS = 1_000_000;
    private static final int CALLS = 5_000;

    private final AtomicLong clock = new AtomicLong();
    private final Random random = new Random(7);
    private final FairShare balancer = new FairShare(random, clock::get);
    private final PriorityQueue<Call> underWay = new PriorityQueue<>(Comparator.comparingLong(Call::end));

    /** What a provider, counted from 0, does to a call. */
    private record Answer(long nanos, boolean well) {
        static Answer after(long nanos) {
            return new Answer(nanos, true);
        }
    }

    private record Call(Provider provider, long begin, long end, boolean well) {}

    private static List<Provider> providers(int... weights) {
        List<Provider> all = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) all.add(BalancersTest.provider(i, weights[i], null));
        return all;
    }

    /**
     * Lets {@code callers} make {@code calls} together, each one after the other; returns how many each provider got.
     */
    private int[] calls(List<Provider> providers, int callers, int calls, IntFunction<Answer> answers) {
        var counts = new int[providers.size()];
        for (int i = 0; i < calls; i++) {
            if (underWay.size() >= callers) end(Objects.requireNonNull(underWay.poll()));
            Provider one = Objects.requireNonNull(balancer.pick(providers, null));
            balancer.began(one);
            counts[(int) one.id()]++;
            Answer answer = answers.apply((int) one.id());
            long now = clock.get();
            underWay.add(new Call(one, now, now + answer.nanos(), answer.well()));
        }
        return counts;
    }

    private void end(Call call) {
        clock.accumulateAndGet(call.end(), Math::max);
        balancer.ended(call.provider(), call.end() - call.begin(), call.well());
    }

    /** A tenth, 8 to 12 %, whatever the number of callers. */
    private void assertTenth(int... weights) {
        int total = 0;
        for (int each : weights) total += each;
        for (int callers : List.of(1, 8, 200)) {
            // the one of the small weight is new, and takes three times as long
            int[] counts = calls(
                    providers(weights),
                    callers,
                    CALLS,
                    i -> Answer.after((i == 0 ? 3 * MS : MS) + random.nextLong(MS)));
            assertThat(counts[0]).as(callers + " callers").isCloseTo(CALLS * weights[0] / total, within(CALLS / 50));
        }
    }

    @Test
    void pick_givesATenthOfTheWeight_aTenthOfTheCalls() {
        assertTenth(10, 90);
        assertTenth(11, 100);
        assertTenth(22, 100, 100);
        assertTenth(100, 450, 450);
    }

    @Test
    void pick_heedsWeights_whereSomeCallsTakeLong() {
        for (int callers : List.of(1, 20)) {
            int[] counts = calls(
                    providers(10, 90),
                    callers,
                    20 * CALLS,
                    i -> Answer.after(random.nextInt(20) == 0 ? 1_000 * MS : MS));
            assertThat(counts[0]).as(callers + " callers").isCloseTo(2 * CALLS, within(CALLS * 2 / 5));
        }
    }

    @Test
    void pick_sparesTheSlow_alsoOneOfTwo() {
        assertThat(calls(providers(100, 100, 100), 1, 3_000, i -> Answer.after(i == 0 ? 50 * MS : MS))[0])
                .isBetween(1, 200);
        assertThat(calls(providers(100, 100), 10, 3_000, i -> Answer.after(i == 0 ? 500 * MS : 5 * MS))[0])
                .isBetween(1, 100);
    }

    @Test
    void pick_sparesWhoFails() {
        int[] counts = calls(providers(100, 100), 1, 3_000, i -> new Answer(MS, i != 0));

        assertThat(counts[0]).isBetween(1, 60);
    }

    @Test
    void pick_sparesWhoAnswersNothing_beforeAnyCallIsOver() {
        List<Provider> providers = providers(100, 100, 100);
        calls(providers, 50, 3_000, i -> Answer.after(5 * MS));

        int[] counts = calls(providers, 50, 3_000, i -> Answer.after(i == 0 ? 1_000_000 * MS : 5 * MS));

        assertThat(counts[0]).isLessThan(50);
    }

    @Test
    void pick_givesItsShareBack_toWhoIsQuickAgain() {
        List<Provider> providers = providers(100, 100);
        int[] slow = calls(providers, 1, 1_000, i -> Answer.after(i == 0 ? 900 * MS : 10 * MS));
        // a call each 50 ms, for two minutes
        calls(providers, 1, 2_400, i -> Answer.after(50 * MS));

        int[] again = calls(providers, 1, 1_000, i -> Answer.after(10 * MS));

        assertThat(slow[0]).isLessThan(50);
        assertThat(again[0]).isCloseTo(500, within(100));
    }

    @Test
    void pick_doesNotMind_aFirstCallThatTookLong() {
        List<Provider> providers = providers(100, 100);
        balancer.ended(providers.get(0), 800 * MS, true);

        int[] counts = calls(providers, 1, 200, i -> Answer.after(MS));

        assertThat(counts[0]).isCloseTo(100, within(30));
    }
}
