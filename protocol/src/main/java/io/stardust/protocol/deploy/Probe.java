package io.stardust.protocol.deploy;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A question put to a running app again and again (ours; upstream has only {@code HealthCheck}). Immutable. Numbers
 * that are 0 mean the default of the agent.
 *
 * @param kind {@code http}, {@code tcp} or {@code exec}.
 * @param target http: a URL, or a path on {@code http://127.0.0.1:<the app's port>}; tcp: {@code host:port}, or absent
 *     for the app's port on 127.0.0.1; exec: a command line, run without a shell in the app's work directory, with its
 *     environment and as its user; exit code 0 is a yes.
 * @param delay Ms from the start of the process to the first question, 0..3,600,000.
 * @param period Ms between two questions, 100..3,600,000; 0 = 1,000 for readiness until its first yes and 10,000 from
 *     then on, 10,000 for liveness.
 * @param timeout Ms an answer may take, 100..60,000; 0 = 1,000.
 * @param failures Noes in a row that count as failing, 1..100; 0 = 3.
 * @param expect http: text that the body must hold; absent = any answer of 200..399 is a yes.
 */
@Json(caseInsensitiveKeys = true)
public record Probe(
        @Json.Property("Kind") @Nullable String kind,
        @Json.Property("Target") @Nullable String target,
        @Json.Property("Delay") int delay,
        @Json.Property("Period") int period,
        @Json.Property("Timeout") int timeout,
        @Json.Property("Failures") int failures,
        @Json.Property("Expect") @Nullable String expect) {}
