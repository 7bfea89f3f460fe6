package io.stardust.server.deploy;

import io.stardust.api.deploy.ProbeView;
import org.jspecify.annotations.Nullable;

/**
 * How it is seen whether a process is well: as a deployment says, or over it a placement. Null: nothing is said.
 * Immutable.
 *
 * @param healthCheck URL
 * @param readiness a {@link ProbeView} as JSON; {@code liveness} likewise
 */
public record ProbeTexts(
        @Nullable String healthCheck,
        @Nullable String readiness,
        @Nullable String liveness) {
    /** Nothing is said. */
    static final ProbeTexts NONE = new ProbeTexts(null, null, null);
}
