package io.stardust.cli.http;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** Where a list goes on; absent {@code next}: nowhere. */
@Json
record PageEnd(@Nullable Long next) {}
