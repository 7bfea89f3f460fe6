package io.stardust.protocol.deploy;

import io.avaje.jsonb.Json;
import io.stardust.protocol.reason.ReasonPart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The observed state of one placement. Times are epoch ms by the agent's clock.
 *
 * @param id The placement's.
 * @param state See {@link PlacementState}, by its wire name.
 * @param releaseId Of the release on disk that runs or would run; 0 = none.
 * @param version Its version.
 * @param revision The revision this placement was last brought to.
 * @param pid 0 = no process.
 * @param startTime When that process started, or the run of a task that is done; 0 = none.
 * @param crashes Exits nobody asked for since the agent took the app on.
 * @param exitCode Of the last process that ended; above 128 = signal + 128; absent = none ended, or unknown (adopted).
 * @param reason Why it is not simply running, in human words; absent when there is nothing to explain.
 * @param output The last lines of output, at most 100 and 16 KB; only with {@code failed}, {@code gaveUp} and
 *     {@code done}.
 * @param adopted The process was found running and taken on, not started by this agent.
 * @param time When this was seen.
 * @param why {@code reason} by code, what is behind it after it; absent when there is none, or of an older agent.
 */
@Json(caseInsensitiveKeys = true)
public record PlacementReport(
        @Json.Property("Id") long id,
        @Json.Property("State") @Nullable String state,
        @Json.Property("ReleaseId") long releaseId,
        @Json.Property("Version") @Nullable String version,
        @Json.Property("Revision") long revision,
        @Json.Property("Pid") long pid,
        @Json.Property("StartTime") long startTime,
        @Json.Property("Crashes") long crashes,
        @Json.Property("ExitCode") @Nullable Integer exitCode,
        @Json.Property("Reason") @Nullable String reason,
        @Json.Property("Output") @Nullable String output,
        @Json.Property("Adopted") boolean adopted,
        @Json.Property("Time") long time,
        @Json.Property("Why") @Nullable List<ReasonPart> why) {}
