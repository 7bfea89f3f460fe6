package io.stardust.agent.supervise;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what is told of an app that ends again and again: the first end is told at once, those of the half minute
 * after it together. Runs on the supervisor's thread of decisions.
 */
final class CrashSteps {
    private static final Duration GATHER = Duration.ofSeconds(30);

    private final Serial decisions;
    private final Consumer<String> tell;
    private Serial.@Nullable Later gathering;
    private String last = "";
    private int untold;

    /** @param tell Takes a step's detail. */
    CrashSteps(Serial decisions, Consumer<String> tell) {
        this.decisions = decisions;
        this.tell = tell;
    }

    void crashed(String how) {
        if (gathering == null) {
            tell.accept(how);
            gather();
        } else {
            last = how;
            untold++;
        }
    }

    private void gather() {
        gathering = decisions.after(GATHER, () -> {
            gathering = null;
            if (untold > 0) gather();
            flush();
        });
    }

    /**
     * Tells now what has been held back, of the release that it is about; the first end of another one is told at once.
     */
    void next() {
        if (gathering != null) gathering.cancel();
        gathering = null;
        flush();
    }

    /** Tells now what has been held back: nothing more is to come. */
    void flush() {
        if (untold == 0) return;
        String times = untold == 1 ? "" : " (" + untold + " ends since the one told before)";
        untold = 0;
        tell.accept(last + times);
    }
}
