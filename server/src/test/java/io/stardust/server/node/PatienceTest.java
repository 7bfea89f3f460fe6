package io.stardust.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final AtomicLong elapsed = new AtomicLong(-5_000); // a clock that measures may begin anywhere
    private Duration setting = Duration.ofSeconds(90);
    private final Patience patience = new Patience(() -> setting, elapsed::get);

    private void after(int seconds) {
        elapsed.addAndGet(seconds * 1_000L);
    }

    private long counts() {
        return patience.get().toSeconds();
    }

    @Test
    void get_isTheNewTimeAtOnce_whenItBecameLonger() {
        long before = counts();

        setting = Duration.ofMinutes(5);

        assertThat(before).isEqualTo(90);
        assertThat(counts()).isEqualTo(300);
    }

    @Test
    void get_isTheLongerTimeUntilThatHasPassed_whenItBecameShorter() {
        patience.begin();

        setting = Duration.ofSeconds(10);
        long atOnce = counts();
        after(89);
        long late = counts();
        after(1);

        assertThat(atOnce).isEqualTo(90);
        assertThat(late).isEqualTo(90);
        assertThat(counts()).isEqualTo(10);
    }

    @Test
    void get_stillBearsTheLongestThatWasTold_whenItBecameShorterTwice() {
        patience.begin();

        setting = Duration.ofMinutes(1);
        long first = counts();
        after(30);
        setting = Duration.ofSeconds(10);
        long second = counts();
        after(60);
        long third = counts();
        after(30);

        assertThat(first).isEqualTo(90);
        assertThat(second).isEqualTo(90);
        assertThat(third).as("who was told the longest at the last moment").isEqualTo(90);
        assertThat(counts()).isEqualTo(10);
    }
}
