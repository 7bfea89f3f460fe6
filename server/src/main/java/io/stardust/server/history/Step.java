package io.stardust.server.history;

import io.stardust.api.history.StepView;
import io.stardust.api.reason.Why;
import io.stardust.server.http.Reasons;
import org.jspecify.annotations.Nullable;

/**
 * One step of bringing a placement to its desired state. Immutable.
 *
 * @param rolloutId 0 = not part of one
 * @param releaseId 0 = unknown
 * @param step {@code queued} by the server; then the agent's: {@code pulled}, {@code downloaded}, {@code verified},
 *     {@code draining}, {@code stopped}, {@code unpacked}, {@code started}, {@code ready}, {@code failed},
 *     {@code removed}, {@code crashed}
 * @param at when it ended, epoch ms
 * @param detail human words; null when there is nothing to say
 * @param why {@code detail} by code, see {@link Why}; null when there are words only
 */
public record Step(
        long id,
        long deploymentId,
        long placementId,
        String nodeName,
        long rolloutId,
        long releaseId,
        @Nullable String version,
        String step,
        long at,
        long durationMs,
        @Nullable String detail,
        @Nullable String why) {
    /** As people see it. */
    public StepView view() {
        return new StepView(
                id,
                placementId,
                nodeName,
                rolloutId == 0 ? null : rolloutId,
                releaseId == 0 ? null : releaseId,
                version,
                step,
                at,
                durationMs,
                detail,
                Reasons.read(why));
    }
}
