package io.stardust.api.node;

import io.avaje.jsonb.Json;

/**
 * What a node uses, by its newest heartbeat, in short for a list. Sizes are bytes; 0 = not known.
 *
 * @param cpuRate 0..1 over all processors
 * @param processCount of all programs on the machine
 */
@Json
public record LoadView(
        double cpuRate, long memory, long availableMemory, long totalSize, long availableFreeSpace, int processCount) {}
