package io.stardust.server.history;

import io.avaje.jsonb.Json;
import io.stardust.server.deploy.Why;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step as people see it.
 *
 * @param why {@code detail} by code, for readers of other languages; absent when there are words only
 */
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
        @Nullable String detail,
        @Nullable List<Why> why) {
    public static StepView of(Step step) {
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
                step.detail(),
                Why.read(step.why()));
    }
}
