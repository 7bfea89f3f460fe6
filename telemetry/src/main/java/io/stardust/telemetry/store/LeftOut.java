package io.stardust.telemetry.store;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;

/**
 * A file of a segment that is damaged at its beginning or end, so that nothing of it can be found. It goes with the
 * others of its day.
 *
 * @param day on which it was begun
 */
public record LeftOut(Path file, LocalDate day, long size) {
    private static final long DAY = TimeUnit.DAYS.toNanos(1);

    /** Whether records from {@code fromNs} to before {@code untilNs} may be missing; late ones are not thought of. */
    public boolean mayHave(long fromNs, long untilNs) {
        return Math.floorDiv(fromNs, DAY) <= day.toEpochDay() && day.toEpochDay() <= Math.floorDiv(untilNs, DAY);
    }
}
