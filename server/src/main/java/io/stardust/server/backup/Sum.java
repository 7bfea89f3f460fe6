package io.stardust.server.backup;

import io.avaje.jsonb.Json;

/**
 * What the rows of a table come to, in whatever order they are read: equal sums mean equal rows.
 *
 * @param rows how many
 * @param digest the SHA-256 of each row, added up; hex
 */
@Json
public record Sum(long rows, String digest) {}
