package io.stardust.api.node;

import io.avaje.jsonb.Json;
import io.stardust.protocol.node.NodeInfo;
import org.jspecify.annotations.Nullable;

/** A machine as its agent described it at login, see {@link NodeInfo}. Sizes are bytes. */
@Json
public record MachineView(
        @Nullable String version,
        @Nullable String compile,
        @Nullable String osName,
        @Nullable String osVersion,
        @Nullable String architecture,
        @Nullable String machineName,
        @Nullable String userName,
        @Nullable String ip,
        @Nullable String gateway,
        @Nullable String dns,
        int processorCount,
        long memory,
        long availableMemory,
        long freeMemory,
        long totalSize,
        long availableFreeSpace,
        @Nullable String driveInfo,
        int maxOpenFiles,
        @Nullable String clibVersion,
        @Nullable String product,
        @Nullable String vendor,
        @Nullable String processor,
        @Nullable String uuid,
        @Nullable String machineGuid,
        @Nullable String serialNumber,
        @Nullable String board,
        @Nullable String diskId,
        @Nullable String macs,
        @Nullable String installPath,
        @Nullable String runtime,
        @Nullable String framework,
        @Nullable String timeZone,
        @Nullable String time,
        long driveSize,
        @Nullable String dpi,
        @Nullable String resolution,
        @Nullable String gpu) {}
