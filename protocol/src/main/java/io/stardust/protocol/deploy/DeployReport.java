package io.stardust.protocol.deploy;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ours ({@code POST /Deploy/Report}): what an agent sees of its placements, and the steps it has taken since the last
 * report.
 *
 * @param placements Latest state of each placement that changed; repeating one is harmless.
 * @param steps In order; repeating one is harmless.
 * @param revision The largest revision of the desired state the agent has acted on.
 */
@Json(caseInsensitiveKeys = true)
public record DeployReport(
        @Json.Property("Placements") @Nullable List<PlacementReport> placements,
        @Json.Property("Steps") @Nullable List<StepReport> steps,
        @Json.Property("Revision") long revision) {}
