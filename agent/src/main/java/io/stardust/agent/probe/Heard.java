package io.stardust.agent.probe;

import io.stardust.protocol.reason.Reason;

/** Hears what a probe makes of its answers. Called by the prober's thread, which must not wait. */
public interface Heard {
    /** The first yes, or the first one after bad times. */
    void well();

    /** As many noes in a row as count, or another kind of no after that. */
    void unwell(Reason why);
}
