package io.stardust.telemetry.store;

import io.stardust.telemetry.journal.Batch;

/** Hears what was taken, in the thread that writes: it must not wait. */
@FunctionalInterface
public interface IntakeListener {
    /** A batch can be found from now on. */
    void taken(Batch batch);
}
