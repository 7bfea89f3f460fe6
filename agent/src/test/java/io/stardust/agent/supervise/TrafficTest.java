package io.stardust.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.agent.supervise.Traffic.Left;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final Reason WHY = Reason.of(Code.RESTART_ASKED);

    @Test
    void in_saysNothingMore_whenNobodyIsLeft() {
        assertThat(Left.CLEAN.in(WHY)).isEqualTo(WHY);
    }

    @Test
    void in_namesTheFirstFew_andCountsTheOthers() {
        List<String> silent = List.of("a@1", "b@2", "c@3", "d@4", "e@5", "f@6");

        assertThat(new Left(silent, 30, 0).in(WHY).text())
                .isEqualTo("a restart was asked for (a@1, b@2, c@3, d@4, e@5 and 25 more"
                        + " did not acknowledge that it leaves)");
    }

    @Test
    void in_saysHowManyCallsWereUnderWay() {
        assertThat(new Left(List.of("a@1"), 1, 2).in(WHY).text())
                .isEqualTo("a restart was asked for (a@1 did not acknowledge that it leaves) (2 calls were under way)");
    }
}
