package io.stardust.client.link;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a server answers, and when none did. Thread-safe. */
final class Presence {
    private Instant heard = Instant.EPOCH; // guarded by this, as the next
    private boolean reachable;
    private boolean lost;
    private @Nullable Absence last;

    /** A server has answered at {@code now}, by its clock. */
    synchronized void answered(Instant now) {
        if (lost) last = new Absence(heard, now);
        lost = false;
        reachable = true;
        heard = now;
    }

    /** None has answered. */
    synchronized void failed() {
        lost = true;
        reachable = false;
    }

    /** Whether the last call found a server that answers. */
    synchronized boolean isReachable() {
        return reachable;
    }

    /** The last absence that is over; null: none. */
    synchronized @Nullable Absence last() {
        return last;
    }
}
