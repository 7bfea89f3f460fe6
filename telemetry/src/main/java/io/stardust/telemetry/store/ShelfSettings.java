package io.stardust.telemetry.store;

import io.stardust.telemetry.bytes.Disk;
import java.time.InstantSource;

/**
 * How shelves work.
 *
 * @param strict whether an answer waits until the records are on the disk; else they outlast a kill of the program at
 *     once, and a loss of power after a second
 * @param queueBytes of batches that wait to be written, for each shelf; beyond it they are refused
 * @param memoryBytes of blocks that are not full, for each shelf
 * @param segmentBytes of messages after which a segment is sealed; it is sealed after 512 blocks and at the day's end,
 *     too
 */
public record ShelfSettings(
        boolean strict, long queueBytes, long memoryBytes, long segmentBytes, InstantSource clock, Disk disk) {}
