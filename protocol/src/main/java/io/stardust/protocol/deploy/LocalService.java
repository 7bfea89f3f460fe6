package io.stardust.protocol.deploy;

import io.avaje.jsonb.Json;
import io.stardust.protocol.reason.ReasonPart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service that an agent's own file names ({@code POST /Deploy/Upload}); a {@link ServiceInfo} without what may hold
 * secrets, and how it fares. Upstream's agents send a ServiceInfo, which reads as this.
 *
 * @param name Unique on the node.
 * @param fileName See {@link ServiceInfo}, as all up to {@code port}.
 * @param mode See {@link DeployMode}.
 * @param state Ours, as all that follow: see {@link PlacementState}, by its wire name; absent while nothing is known.
 * @param reason Why it is not simply running; absent when there is nothing to explain.
 * @param pid 0 = no process.
 * @param startTime When that process started, epoch ms; 0 = none.
 * @param shadowed True when a placement of the platform has the same name: the platform's runs, this one does not.
 * @param why {@code reason} by code, what is behind it after it; absent when there is none, or of an older agent.
 */
@Json(caseInsensitiveKeys = true)
public record LocalService(
        @Json.Property("Name") @Nullable String name,
        @Json.Property("FileName") @Nullable String fileName,
        @Json.Property("WorkingDirectory") @Nullable String workingDirectory,
        @Json.Property("UserName") @Nullable String userName,
        @Json.Property("Enable") boolean enable,
        @Json.Property("Mode") int mode,
        @Json.Property("AllowMultiple") boolean allowMultiple,
        @Json.Property("AutoStop") boolean autoStop,
        @Json.Property("ReloadOnChange") boolean reloadOnChange,
        @Json.Property("MaxMemory") int maxMemory,
        @Json.Property("Port") int port,
        @Json.Property("State") @Nullable String state,
        @Json.Property("Reason") @Nullable String reason,
        @Json.Property("Pid") long pid,
        @Json.Property("StartTime") long startTime,
        @Json.Property("Shadowed") boolean shadowed,
        @Json.Property("Why") @Nullable List<ReasonPart> why) {}
