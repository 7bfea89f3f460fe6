package io.stardust.telemetry.search;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * How long a search may go on, who stops it, who hears how far it is. What it found until then is answered. For one
 * search.
 */
public final class Budget {
    private final long deadline; // of nanoTime
    private final BooleanSupplier cancelled;
    private final LongConsumer progress;
    private long scannedBytes;

    /**
     * {@code cancelled} is asked often; {@code progress} is told the bytes of messages in the blocks looked at so far.
     * Both are called by the searching thread.
     */
    public Budget(Duration limit, BooleanSupplier cancelled, LongConsumer progress) {
        this.deadline = System.nanoTime() + limit.toNanos();
        this.cancelled = cancelled;
        this.progress = progress;
    }

    /** Nothing but a limit. */
    public static Budget of(Duration limit) {
        return new Budget(limit, () -> false, bytes -> {});
    }

    boolean isSpent() {
        return System.nanoTime() - deadline >= 0 || cancelled.getAsBoolean();
    }

    void scanned(long bytes) {
        scannedBytes += bytes;
        progress.accept(scannedBytes);
    }

    long scannedBytes() {
        return scannedBytes;
    }
}
