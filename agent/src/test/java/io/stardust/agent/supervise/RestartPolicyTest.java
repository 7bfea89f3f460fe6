package io.stardust.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.agent.supervise.RestartPolicy.Decision.GiveUp;
import io.stardust.agent.supervise.RestartPolicy.Decision.Restart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
    private static final Duration CRASH = Duration.ofMillis(50);

    @Test
    void exited_restartsAtOnceThenDoublesTo30Seconds_whenFailuresFollowEachOther() {
        List<Long> delays = new ArrayList<>();
        RestartPolicy policy = RestartPolicy.fresh(RestartLimits.DEFAULT);
        while (policy.exited(CRASH, () -> Long.MIN_VALUE) instanceof Restart(var delay, var next)) {
            delays.add(delay.toMillis());
            policy = next;
        }

        assertThat(delays).hasSize(19);
        assertThat(delays.getFirst()).isZero();
        for (int i = 1; i < delays.size(); i++) {
            long middle = Math.min(200L << (i - 1), 30_000);
            assertThat(delays.get(i)).isBetween(middle * 8 / 10, middle * 12 / 10);
        }
    }

    @Test
    void exited_givesUp_atTheLimit() {
        RestartPolicy policy = new RestartPolicy(RestartLimits.DEFAULT, 19);

        assertThat(policy.exited(CRASH, new Random(1))).isEqualTo(new GiveUp(20));
    }

    @Test
    void exited_beginsAnew_whenTheProcessWasUpLongEnough() {
        RestartPolicy policy = new RestartPolicy(RestartLimits.DEFAULT, 19);

        assertThat(policy.exited(Duration.ofSeconds(30), new Random(1)))
                .isEqualTo(new Restart(Duration.ZERO, new RestartPolicy(RestartLimits.DEFAULT, 1)));
    }

    @Test
    void limits_areRefused_whenTheyMakeNoSense() {
        assertThatThrownBy(() -> new RestartLimits(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ZERO, 1))
                .hasMessageContaining("PT2S");
        assertThatThrownBy(() -> new RestartLimits(Duration.ZERO, Duration.ZERO, Duration.ZERO, 0))
                .hasMessageContaining("giveUpAfter: 0");
    }

    @Property
    void exited_keepsItsPromises_whateverTheUptimes(
            @ForAll @Size(max = 200) List<@IntRange(max = 40_000) Integer> uptimesMs,
            @ForAll @IntRange(min = 1, max = 30) int giveUpAfter,
            @ForAll long seed) {
        RestartLimits limits =
                new RestartLimits(Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofSeconds(30), giveUpAfter);
        Random random = new Random(seed);
        RestartPolicy policy = RestartPolicy.fresh(limits);
        int inARow = 0;
        for (int uptime : uptimesMs) {
            inARow = uptime >= 30_000 ? 1 : inARow + 1;

            RestartPolicy.Decision decision = policy.exited(Duration.ofMillis(uptime), random);

            if (inARow >= giveUpAfter) {
                assertThat(decision).isEqualTo(new GiveUp(inARow));
                return;
            }
            assertThat(decision).isInstanceOf(Restart.class);
            Restart restart = (Restart) decision;
            assertThat(restart.next().failures()).isEqualTo(inARow);
            assertThat(restart.delay()).isBetween(Duration.ZERO, Duration.ofSeconds(36));
            if (inARow == 1) assertThat(restart.delay()).isZero();
            else assertThat(restart.delay()).isGreaterThanOrEqualTo(Duration.ofMillis(160));
            policy = restart.next();
        }
    }
}
