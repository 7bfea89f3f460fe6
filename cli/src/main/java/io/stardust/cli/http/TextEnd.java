package io.stardust.cli.http;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** Where a list goes on that is not counted; absent {@code next}: nowhere. */
@Json
record TextEnd(@Nullable String next) {}
