package io.stardust.api.history;

import io.avaje.jsonb.Json;
import io.stardust.api.reason.Why;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of bringing a placement to what is wanted.
 *
 * @param rolloutId absent: it was part of none
 * @param releaseId absent: not known
 * @param step {@code queued} by the server; then the agent's: {@code pulled}, {@code downloaded}, {@code verified},
 *     {@code draining}, {@code stopped}, {@code unpacked}, {@code started}, {@code ready}, {@code failed},
 *     {@code removed}, {@code crashed}
 * @param at when it ended, epoch ms
 * @param durationMs 0 = not known
 * @param detail human words; absent when there is nothing to say
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
        @Nullable List<Why> why) {}
