package io.stardust.protocol.registry;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What an agent asks before it stops a process: the body of {@code /Deploy/Drain} (ours). The first question begins to
 * lead the calls away from what the run offers; it is repeated until the process is stopped.
 *
 * @param placementId The placement's.
 * @param run Which run of it: the value of {@code STARDUST_RUN} that the process was given.
 * @param hold Ms, 0..600000: for so long nobody is led to it again, though no further question comes.
 * @param next The run that takes its place and is ready, since 4.0: nobody is led away before that offers the same
 *     services; absent = none runs yet.
 */
@Json(caseInsensitiveKeys = true)
public record DrainQuery(
        @Json.Property("PlacementId") long placementId,
        @Json.Property("Run") @Nullable String run,
        @Json.Property("Hold") long hold,
        @Json.Property("Next") @Nullable String next) {}
