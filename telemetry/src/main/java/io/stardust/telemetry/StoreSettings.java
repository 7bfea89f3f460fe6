package io.stardust.telemetry;

import io.stardust.telemetry.bytes.Disk;
import io.stardust.telemetry.store.Keep;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How a store works.
 *
 * @param keeps retention classes that take records, 1 to 4
 * @param strict whether an answer waits until records outlast a loss of power; else they outlast a kill of the program
 *     at once, and a loss of power within a second
 * @param queueBytes of batches that wait to be written, for each class; beyond it they are refused
 * @param memoryBytes of records in memory that fill no block yet, for all classes together
 * @param segmentBytes of messages after which a segment is sealed
 */
public record StoreSettings(
        List<Keep> keeps,
        boolean strict,
        long queueBytes,
        long memoryBytes,
        long segmentBytes,
        InstantSource clock,
        Disk disk) {
    private static final int MAX_KEEPS = 4;
    private static final long QUEUE_BYTES = 8L << 20;
    private static final long MEMORY_BYTES = 32L << 20;
    private static final long SEGMENT_BYTES = 300L << 20;

    public StoreSettings {
        keeps = List.copyOf(keeps);
        if (keeps.isEmpty() || keeps.size() > MAX_KEEPS) {
            throw new IllegalArgumentException(keeps.size() + " retention classes (expected: 1 to " + MAX_KEEPS + ")");
        }
        Set<String> names = new HashSet<>();
        for (Keep keep : keeps) {
            if (!names.add(keep.name())) {
                throw new IllegalArgumentException(
                        "two retention classes '" + keep.name() + "' (expected: other names)");
            }
        }
    }

    /** The usual way. */
    public static StoreSettings of(List<Keep> keeps) {
        return new StoreSettings(
                keeps, false, QUEUE_BYTES, MEMORY_BYTES, SEGMENT_BYTES, InstantSource.system(), Disk.REAL);
    }

    public StoreSettings withStrict(boolean newStrict) {
        return new StoreSettings(keeps, newStrict, queueBytes, memoryBytes, segmentBytes, clock, disk);
    }

    /** For tests and small machines. */
    public StoreSettings withSizes(long newQueueBytes, long newMemoryBytes, long newSegmentBytes) {
        return new StoreSettings(keeps, strict, newQueueBytes, newMemoryBytes, newSegmentBytes, clock, disk);
    }

    public StoreSettings withClock(InstantSource newClock) {
        return new StoreSettings(keeps, strict, queueBytes, memoryBytes, segmentBytes, newClock, disk);
    }

    public StoreSettings withDisk(Disk newDisk) {
        return new StoreSettings(keeps, strict, queueBytes, memoryBytes, segmentBytes, clock, newDisk);
    }
}
