package io.stardust.client.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void after_growsToTheLastStep_spreadByAHalf() {
        var backoff = Backoff.ofMillis(100, 1_000, 30_000);
        var random = new Random(1);

        for (int i = 0; i < 200; i++) {
            assertThat(backoff.after(1, random).toMillis()).isBetween(50L, 150L);
            assertThat(backoff.after(2, random).toMillis()).isBetween(500L, 1_500L);
            assertThat(backoff.after(3 + i, random).toMillis()).isBetween(15_000L, 45_000L);
        }
    }

    @Test
    void reconnect_triesEverySecondOrSo_forAsLongAsAServerRestarts() {
        Backoff reconnect = Pace.usual().reconnect();
        var random = new Random(1);
        long at = 0; // ms since the server was lost

        for (int failures = 1; at < 15_000; failures++) {
            long wait = reconnect.after(failures, random).toMillis();
            assertThat(wait).isLessThanOrEqualTo(1_500);
            at += wait;
        }
        assertThat(reconnect.after(100, random).toMillis()).isGreaterThanOrEqualTo(5_000);
    }
}
