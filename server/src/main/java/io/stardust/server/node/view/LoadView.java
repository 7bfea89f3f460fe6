package io.stardust.server.node.view;

import io.avaje.jsonb.Json;
import io.stardust.protocol.node.PingInfo;

/**
 * What a node uses, by its newest heartbeat, in short for a list. Sizes are bytes; 0 = not known.
 *
 * @param cpuRate 0..1 over all processors
 * @param processCount of all programs on the machine
 */
@Json
public record LoadView(
        double cpuRate, long memory, long availableMemory, long totalSize, long availableFreeSpace, int processCount) {
    public static LoadView of(PingInfo ping) {
        return new LoadView(
                ping.cpuRate(),
                ping.memory(),
                ping.availableMemory(),
                ping.totalSize(),
                ping.availableFreeSpace(),
                ping.processCount());
    }
}
