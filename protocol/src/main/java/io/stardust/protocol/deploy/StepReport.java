package io.stardust.protocol.deploy;

import io.avaje.jsonb.Json;
import io.stardust.protocol.reason.ReasonPart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of bringing a placement to its desired state.
 *
 * @param rolloutId 0 = not part of one.
 * @param step {@code pulled}, {@code downloaded}, {@code verified}, {@code stopped}, {@code unpacked}, {@code started},
 *     {@code ready}, {@code failed}, {@code removed}, {@code crashed} (it ended by itself).
 * @param time When it ended, epoch ms.
 * @param duration Ms it took.
 * @param detail Human words, e.g. the reason; at most 2000 characters; absent when there is nothing to say.
 * @param why {@code detail} by code, what is behind it after it; absent when there is none, or of an older agent.
 */
@Json(caseInsensitiveKeys = true)
public record StepReport(
        @Json.Property("PlacementId") long placementId,
        @Json.Property("RolloutId") long rolloutId,
        @Json.Property("ReleaseId") long releaseId,
        @Json.Property("Step") @Nullable String step,
        @Json.Property("Time") long time,
        @Json.Property("Duration") long duration,
        @Json.Property("Detail") @Nullable String detail,
        @Json.Property("Why") @Nullable List<ReasonPart> why) {}
