package io.stardust.server.instance;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of itself: the answer of {@code /Api}, by which clients see whether it is there.
 *
 * @param name of the program
 * @param remote the address that asks
 * @param time epoch ms
 * @param state as it was asked
 */
@Json
record ApiInfo(
        @Json.Property("Name") String name,
        @Json.Property("Title") String title,
        @Json.Property("FileVersion") String version,
        @Json.Property("Remote") String remote,
        @Json.Property("Time") long time,
        @Json.Property("State") @Nullable String state) {}
