package io.stardust.protocol.app;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A process seen by its agent or by itself (upstream AppInfo). Times in ms, sizes in bytes; absent = 0.
 *
 * @param id Process id.
 * @param name Process name.
 * @param appName Release name for {@code Deploy/Ping}.
 * @param startTime Local wall clock.
 * @param processorTime CPU ms used.
 * @param cpuUsage Cores used.
 * @param workingSet Resident bytes.
 * @param handles Open files.
 * @param time Epoch ms.
 */
@Json(caseInsensitiveKeys = true)
public record AppInfo(
        @Json.Property("Id") int id,
        @Json.Property("Name") @Nullable String name,
        @Json.Property("Version") @Nullable String version,
        @Json.Property("AppName") @Nullable String appName,
        @Json.Property("CommandLine") @Nullable String commandLine,
        @Json.Property("UserName") @Nullable String userName,
        @Json.Property("MachineName") @Nullable String machineName,
        @Json.Property("IP") @Nullable String ip,
        @Json.Property("StartTime") @Nullable String startTime,
        @Json.Property("ProcessorTime") long processorTime,
        @Json.Property("CpuUsage") double cpuUsage,
        @Json.Property("WorkingSet") long workingSet,
        @Json.Property("Threads") int threads,
        @Json.Property("Handles") int handles,
        @Json.Property("Time") long time) {}
