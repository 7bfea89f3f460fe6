package io.stardust.client.link;

import java.time.Instant;

/**
 * A time in which no server could be reached. Immutable; by the server's clock.
 *
 * @param from The last answer before it; the epoch when there was none since the start.
 * @param until The first answer after it.
 */
public record Absence(Instant from, Instant until) {}
