package io.stardust.cli.node;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** A node with what its agent last said. */
@Json
record NodeDetail(
        Node node, @Nullable Hardware info, @Nullable Load latest) {
    /** What the machine is. Memory and disk in bytes. */
    @Json
    record Hardware(
            @Nullable String processor,
            @Nullable Integer processorCount,
            @Nullable Long memory,
            @Nullable Long totalSize,
            @Nullable String runtime,
            @Nullable String userName) {}

    /** How it fares. Memory and disk in bytes, the CPU from 0 to 1. */
    @Json
    record Load(
            @Nullable Double cpuRate,
            @Nullable Long availableMemory,
            @Nullable Long availableFreeSpace,
            @Nullable Long uptime) {}
}
