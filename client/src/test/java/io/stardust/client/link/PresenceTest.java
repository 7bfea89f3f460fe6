package io.stardust.client.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private static final Instant T0 = Instant.parse("2026-11-29T10:00:00Z");

    private final Presence presence = new Presence();

    @Test
    void last_isNull_untilAServerWasLostAndFoundAgain() {
        presence.answered(T0);
        presence.failed();

        assertThat(presence.isReachable()).isFalse();
        assertThat(presence.last()).isNull();
    }

    @Test
    void last_lastsFromTheAnswerBefore_toTheFirstAfter() {
        presence.answered(T0);
        presence.answered(T0.plusSeconds(10));
        presence.failed();
        presence.failed();
        presence.answered(T0.plusSeconds(100));
        presence.answered(T0.plusSeconds(110));

        assertThat(presence.isReachable()).isTrue();
        assertThat(presence.last()).isEqualTo(new Absence(T0.plusSeconds(10), T0.plusSeconds(100)));
    }

    @Test
    void last_beginsWithTheEpoch_whenNoServerWasThereAtTheStart() {
        presence.failed();
        presence.answered(T0);

        assertThat(presence.last()).isEqualTo(new Absence(Instant.EPOCH, T0));
    }
}
