package io.stardust.agent.probe;

import org.jspecify.annotations.Nullable;

/** One question on its way. Used by the prober's thread alone; nothing of it waits. */
interface Ask {
    /** Goes on as far as it can; the answer when there is one. */
    @Nullable
    Answer look();

    /** The time is over. */
    Answer late();

    /** Gives back what it holds. */
    void end();

    /** To be looked at at least so often though nothing wakes the prober, ms; 0 = never. */
    default long paceMs() {
        return 0;
    }
}
