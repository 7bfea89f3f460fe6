package io.stardust.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.client.registry.Provider;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;

    private final Health health = new Health();
    private long now = 100 * SECOND;

    private void answer(boolean good) {
        health.began(now);
        health.answered(now, MS, good);
    }

    private void breaks(boolean unconnected) {
        health.began(now);
        health.broke(now, unconnected);
    }

    @Test
    void isOut_atOnce_whenNoConnectionCanBeMade() {
        breaks(true);

        assertThat(health.isOut(now)).isTrue();
        assertThat(health.isOut(now + SECOND)).isFalse();
    }

    @Test
    void isOut_afterThreeFailuresInARow() {
        breaks(false);
        answer(true);
        breaks(false);
        breaks(false);
        assertThat(health.isOut(now)).isFalse();

        answer(false);

        assertThat(health.isOut(now)).isTrue();
    }

    @Test
    void isOut_whenHalfOfTheCallsFail() {
        for (int i = 0; i < 10; i++) answer(i % 2 == 0);

        assertThat(health.isOut(now)).isTrue();
    }

    @Test
    void isOut_twiceAsLongEachTime_andAMinuteAtMost() {
        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            breaks(true);
            assertThat(health.isOut(now + seconds * SECOND - 1)).isTrue();
            now += seconds * SECOND;
            assertThat(health.isOut(now)).isFalse();
        }
    }

    @Test
    void isOut_forOthers_whileOneCallTriesIt() {
        breaks(true);
        now += SECOND;

        health.began(now);
        assertThat(health.isOut(now)).isTrue();
        health.answered(now, MS, true);

        health.began(now);
        assertThat(health.isOut(now)).isFalse();
    }

    @Test
    void isOut_whileNothingIsHeardForASecond() {
        answer(true);
        health.began(now);

        assertThat(health.isOut(now + SECOND)).isFalse();
        assertThat(health.isOut(now + SECOND + 1)).isTrue();
        health.answered(now + 2 * SECOND, 2 * SECOND, true);
        assertThat(health.isOut(now + 2 * SECOND)).isFalse();
    }

    @Test
    void isOut_later_whenItsAnswersTakeLong() {
        health.began(now);
        health.answered(now, SECOND, true);
        health.began(now);

        assertThat(health.isOut(now + 8 * SECOND)).isFalse();
    }

    @Test
    void isOut_whenACallTimedOutInSilence() {
        health.began(now);
        now += 2 * SECOND;
        health.broke(now, false);

        assertThat(health.isOut(now)).isTrue();
    }

    @Test
    void isOpen_afterFiveFailures_untilOneCallSucceeds() {
        for (int i = 0; i < 5; i++) breaks(false);
        assertThat(health.isOpen(now)).isFalse(); // out since the third; the others began before
        now += SECOND;
        breaks(false);
        assertThat(health.isOpen(now)).isTrue();

        now += 2 * SECOND;
        assertThat(health.isOpen(now)).isFalse();
        health.began(now);
        assertThat(health.isOpen(now)).isTrue();
        health.answered(now, MS, true);
        assertThat(health.isOpen(now)).isFalse();
    }

    private static Provider provider(long id) {
        return new Provider(
                id, List.of(URI.create("http://a:1")), null, null, null, null, Set.of(), 100, null, null, Map.of());
    }

    @Test
    void callable_neverPassesOverMoreThanHalf() {
        var book = new HealthBook();
        List<Provider> all = new ArrayList<>();
        for (int i = 1; i <= 5; i++) all.add(provider(i));
        for (Provider each : all.subList(0, 4)) {
            book.of(each).began(now);
            book.of(each).broke(now, true);
        }

        assertThat(book.callable(all, List.of(), now)).hasSize(3).contains(all.get(4));
        assertThat(book.callable(all.subList(0, 1), List.of(), now)).hasSize(1);
    }

    @Test
    void callable_isTheSameList_whenAllAreWell() {
        List<Provider> all = List.of(provider(1), provider(2));

        assertThat(new HealthBook().callable(all, List.of(), now)).isSameAs(all);
    }

    @Test
    void callable_leavesOutWhoWasTried() {
        List<Provider> all = List.of(provider(1), provider(2));

        assertThat(new HealthBook().callable(all, all.subList(0, 1), now)).containsExactly(all.get(1));
        assertThat(new HealthBook().callable(all, all, now)).isEmpty();
    }

    @Test
    void budget_isAFifthOfTheCalls_andTenInAnyCase() {
        var clock = new AtomicLong();
        var budget = new RetryBudget(0.2, 10, clock::get);
        assertThat(taken(budget)).isEqualTo(10);

        clock.addAndGet(SECOND);
        for (int i = 0; i < 500; i++) budget.called();
        assertThat(taken(budget)).isEqualTo(100);

        clock.addAndGet(SECOND);
        assertThat(taken(budget)).isEqualTo(100);
        clock.addAndGet(2 * SECOND);
        assertThat(taken(budget)).isEqualTo(10);
    }

    private static int taken(RetryBudget budget) {
        int count = 0;
        while (budget.take()) count++;
        return count;
    }
}
