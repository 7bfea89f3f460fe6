package io.stardust.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrashStepsTest {
    @Test
    void next_tellsWhatWasHeldBack_andTheFirstEndAfterItAtOnce() {
        List<String> told = new ArrayList<>();
        try (var decisions = new Serial("test")) {
            var crashes = new CrashSteps(decisions, how -> told.add(how.text()));
            crashes.crashed(Reason.said("one"));
            crashes.crashed(Reason.said("two"));
            crashes.crashed(Reason.said("three"));
            assertThat(told).containsExactly("one");

            crashes.next();
            crashes.crashed(Reason.said("of another release"));

            assertThat(told)
                    .containsExactly("one", "three (ended 2 times since the last report)", "of another release");
        }
    }
}
