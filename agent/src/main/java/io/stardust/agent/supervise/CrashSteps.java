package io.stardust.agent.supervise;

import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
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
    private final Consumer<Reason> tell;
    private Serial.@Nullable Later gathering;
    private @Nullable Reason last;
    private int untold;

    /** @param tell Takes a step's detail. */
    CrashSteps(Serial decisions, Consumer<Reason> tell) {
        this.decisions = decisions;
        this.tell = tell;
    }

    void crashed(Reason how) {
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
        Reason how = last;
        if (untold == 0 || how == null) return;
        Reason told = untold == 1 ? how : how.in(Code.MORE_ENDS, "ends", untold);
        untold = 0;
        tell.accept(told);
    }
}
