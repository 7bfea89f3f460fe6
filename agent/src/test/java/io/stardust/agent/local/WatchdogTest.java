package io.stardust.agent.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.reason.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final Set<Long> guarded = new HashSet<>(Set.of(7L));
    private final List<String> restarted = new ArrayList<>();
    private final Watchdog watchdog = new Watchdog(
            new Watchdog.Processes() {
                @Override
                public boolean guards(long pid) {
                    return guarded.contains(pid);
                }

                @Override
                public void restart(long pid, Reason why) {
                    restarted.add(why.text());
                }
            },
            nanos::get);

    @Test
    void look_restartsWhoPromisedToCallAndDidNot_once() {
        watchdog.called(7, "shop", 10);
        after(9);
        watchdog.called(7, "shop", 10);
        after(9);
        List<String> early = List.copyOf(restarted);
        after(1);
        after(60);

        assertThat(early).isEmpty();
        assertThat(restarted).containsExactly("watchdog: process 7 did not call for 10 s");
    }

    @Test
    void look_leavesAloneWhoPromisedNothing_orTookItBack() {
        watchdog.called(7, "shop", 10);
        watchdog.called(7, "shop", 0);
        after(100);

        assertThat(restarted).isEmpty();
    }

    @Test
    void look_neverTouchesAProcessThatIsNotGuardedHere() {
        watchdog.called(1, "init", 1);
        watchdog.called(7, "shop", 1);
        guarded.clear();
        after(100);

        assertThat(restarted).isEmpty();
    }

    private void after(long seconds) {
        nanos.addAndGet(seconds * 1_000_000_000L);
        watchdog.look();
    }
}
