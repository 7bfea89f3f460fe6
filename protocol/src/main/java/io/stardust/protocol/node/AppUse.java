package io.stardust.protocol.node;

import io.avaje.jsonb.Json;

/**
 * Ours: what the process of one placement uses, with all it has started.
 *
 * @param id Of the placement.
 * @param pid Of its process.
 * @param cpu Share of one processor since the look before, so that 2 are two whole processors.
 * @param memory Resident bytes.
 * @param threads Of all of them.
 * @param processes How many, itself included.
 * @param uptime Seconds since its process started.
 * @param time When it was heard of, epoch ms by the server's clock; 0 from agents.
 */
@Json(caseInsensitiveKeys = true)
public record AppUse(
        @Json.Property("Id") long id,
        @Json.Property("Pid") long pid,
        @Json.Property("Cpu") double cpu,
        @Json.Property("Memory") long memory,
        @Json.Property("Threads") int threads,
        @Json.Property("Processes") int processes,
        @Json.Property("Uptime") long uptime,
        @Json.Property("Time") long time) {
    /** The same, heard of then. */
    public AppUse at(long heard) {
        return new AppUse(id, pid, cpu, memory, threads, processes, uptime, heard);
    }
}
