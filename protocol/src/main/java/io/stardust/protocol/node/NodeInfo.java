package io.stardust.protocol.node;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The machine at login (upstream NodeInfo). Sizes are bytes. Anything may be absent.
 *
 * @param version Of the agent, e.g. {@code 3.10.2026.802}. Below 3.7 deployment modes travel as 0-4.
 * @param compile When the agent was built, local wall clock, {@code yyyy-MM-ddTHH:mm:ss}.
 * @param osName E.g. {@code Debian GNU/Linux 12}.
 * @param osVersion E.g. the kernel's release.
 * @param architecture {@code X64}, {@code Arm64}, {@code LoongArch64} …
 * @param machineName Host name.
 * @param userName Who the agent runs as.
 * @param ip Comma list of addresses.
 * @param gateway {@code ip/mac}.
 * @param dns Comma list.
 * @param processorCount Logical processors; 0 = unknown.
 * @param memory Total bytes.
 * @param availableMemory Bytes.
 * @param freeMemory Bytes.
 * @param totalSize Bytes of the agent's disk.
 * @param availableFreeSpace Bytes.
 * @param driveInfo {@code /[ext4]=50.00G/100.00G}, comma list.
 * @param maxOpenFiles Limit; 0 = unknown.
 * @param clibVersion {@code glibc 2.36}, {@code musl 1.2.2}.
 * @param product Model of the machine.
 * @param vendor Its maker.
 * @param processor Model of the processor.
 * @param uuid Hardware id; part of the identity check.
 * @param machineGuid Of the operating system installation.
 * @param diskId Comma list of disk serials.
 * @param macs Comma list, {@code 02-00-00-00-00-01}.
 * @param installPath Folder of the agent.
 * @param runtime Of the agent, e.g. {@code 25.0.3}.
 * @param framework Comma list of installed runtimes.
 * @param timeZone {@code Asia/Shanghai} or {@code GMT+08:00}.
 * @param time UTC, ISO.
 * @param driveSize Bytes of all disks together; 0 = unknown.
 * @param dpi {@code 96*96}; absent without a screen.
 * @param resolution {@code 1024*768}; absent without a screen.
 * @param gpu Model of the graphics processor.
 * @param plugins What is loaded into upstream's agent; absent from ours.
 */
@Json(caseInsensitiveKeys = true)
public record NodeInfo(
        @Json.Property("Version") @Nullable String version,
        @Json.Property("Compile") @Nullable String compile,
        @Json.Property("OSName") @Nullable String osName,
        @Json.Property("OSVersion") @Nullable String osVersion,
        @Json.Property("Architecture") @Nullable String architecture,
        @Json.Property("MachineName") @Nullable String machineName,
        @Json.Property("UserName") @Nullable String userName,
        @Json.Property("IP") @Nullable String ip,
        @Json.Property("Gateway") @Nullable String gateway,
        @Json.Property("Dns") @Nullable String dns,
        @Json.Property("ProcessorCount") int processorCount,
        @Json.Property("Memory") long memory,
        @Json.Property("AvailableMemory") long availableMemory,
        @Json.Property("FreeMemory") long freeMemory,
        @Json.Property("TotalSize") long totalSize,
        @Json.Property("AvailableFreeSpace") long availableFreeSpace,
        @Json.Property("DriveInfo") @Nullable String driveInfo,
        @Json.Property("MaxOpenFiles") int maxOpenFiles,
        @Json.Property("CLibVersion") @Nullable String clibVersion,
        @Json.Property("Product") @Nullable String product,
        @Json.Property("Vendor") @Nullable String vendor,
        @Json.Property("Processor") @Nullable String processor,
        @Json.Property("UUID") @Nullable String uuid,
        @Json.Property("MachineGuid") @Nullable String machineGuid,
        @Json.Property("SerialNumber") @Nullable String serialNumber,
        @Json.Property("Board") @Nullable String board,
        @Json.Property("DiskID") @Nullable String diskId,
        @Json.Property("Macs") @Nullable String macs,
        @Json.Property("InstallPath") @Nullable String installPath,
        @Json.Property("Runtime") @Nullable String runtime,
        @Json.Property("Framework") @Nullable String framework,
        @Json.Property("TimeZone") @Nullable String timeZone,
        @Json.Property("Time") @Nullable String time,
        @Json.Property("DriveSize") long driveSize,
        @Json.Property("Dpi") @Nullable String dpi,
        @Json.Property("Resolution") @Nullable String resolution,
        @Json.Property("GPU") @Nullable String gpu,
        @Json.Property("Plugins") @Nullable List<String> plugins) {}
