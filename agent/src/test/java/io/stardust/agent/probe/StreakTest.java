package io.stardust.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.agent.probe.Streak.News;
import io.stardust.protocol.reason.Reason;
import org.junit.jupiter.api.Test;

class StreakTest {
    private final Streak streak = new Streak(3);

    @Test
    void heard_isNews_whenTheMindChanges() {
        assertThat(hear(true)).isEqualTo(News.WELL);
        assertThat(hear(true)).isEqualTo(News.NOTHING);
        assertThat(hear(false)).isEqualTo(News.NOTHING);
        assertThat(hear(false)).isEqualTo(News.NOTHING);
        assertThat(hear(false)).isEqualTo(News.UNWELL);
        assertThat(streak.why()).hasToString("x answered 500, 3 times");
        assertThat(hear(false)).isEqualTo(News.NOTHING);
        assertThat(hear(true)).isEqualTo(News.WELL);
    }

    @Test
    void heard_countsAnew_whenThereWasAYesBetween() {
        hear(true);
        hear(false);
        hear(false);
        hear(true);
        hear(false);

        assertThat(hear(false)).isEqualTo(News.NOTHING);
        assertThat(hear(false)).isEqualTo(News.UNWELL);
    }

    @Test
    void heard_isNewsAgain_whenTheNoIsAnotherOne() {
        Streak strict = new Streak(1);
        assertThat(strict.heard(Answer.no(Reason.said("refused")))).isEqualTo(News.UNWELL);
        assertThat(strict.why()).hasToString("refused");
        assertThat(strict.heard(Answer.no(Reason.said("refused")))).isEqualTo(News.NOTHING);
        assertThat(strict.heard(Answer.no(Reason.said("500")))).isEqualTo(News.UNWELL);
        assertThat(strict.why()).hasToString("500, 3 times");
    }

    private News hear(boolean yes) {
        return streak.heard(yes ? Answer.yes(Reason.said("x")) : Answer.no(Reason.said("x answered 500")));
    }
}
