package io.stardust.server.deploy;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** A step as people see it. */
@Json
public record StepView(
        long id,
        long placementId,
        String nodeName,
        @Nullable Long rolloutId,
        @Nullable Long releaseId,
        @Nullable String version,
        String step,
        long at,
        long durationMs,
        @Nullable String detail) {
    static StepView of(Step step) {
        return new StepView(
                step.id(),
                step.placementId(),
                step.nodeName(),
                step.rolloutId() == 0 ? null : step.rolloutId(),
                step.releaseId() == 0 ? null : step.releaseId(),
                step.version(),
                step.step(),
                step.at(),
                step.durationMs(),
                step.detail());
    }
}
