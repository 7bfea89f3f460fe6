package io.stardust.api.deploy;

import io.avaje.jsonb.Json;
import io.stardust.protocol.deploy.Probe;
import org.jspecify.annotations.Nullable;

/**
 * A probe as people write and see it. Numbers that are 0 or absent mean the agent's default, see {@link Probe}.
 *
 * @param kind {@code http}, {@code tcp} or {@code exec}; {@code none} clears that of a deployment, and as an override
 *     says that there is to be none
 */
@Json
public record ProbeView(
        @Nullable String kind,
        @Nullable String target,
        @Nullable Integer delayMs,
        @Nullable Integer periodMs,
        @Nullable Integer timeoutMs,
        @Nullable Integer failures,
        @Nullable String expect) {}
