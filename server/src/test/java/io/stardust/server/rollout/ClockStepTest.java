package io.stardust.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ManualClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClockStepTest {
    private final ManualClock clock = new ManualClock();
    private final AtomicLong passed = new AtomicLong();
    private final ClockStep step = new ClockStep(clock, passed::get);

    private void pass(Duration time) {
        passed.addAndGet(time.toMillis());
        clock.advance(time);
    }

    @Test
    void look_seesNothing_whenTimePasses() {
        pass(Duration.ofHours(3));

        assertThat(step.look()).isZero();
    }

    @Test
    void look_tellsByHowMuchTheClockWasTurned_once() {
        pass(Duration.ofSeconds(5));
        clock.advance(Duration.ofHours(1));
        assertThat(step.look()).isEqualTo(3_600_000);
        assertThat(step.look()).isZero();

        clock.advance(Duration.ofMinutes(-10));
        assertThat(step.look()).isEqualTo(-600_000);
    }

    @Test
    void look_forgivesSlowCorrections_howeverMuchTheyAddUpTo() {
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofSeconds(60));
            clock.advance(Duration.ofMillis(30));
            assertThat(step.look()).isZero();
        }
    }

    @Test
    void of_doesNotMindAClockThatIsTurnedByHand() {
        ClockStep own = ClockStep.of(clock);

        clock.advance(Duration.ofHours(1));

        assertThat(own.look()).isZero();
    }
}
