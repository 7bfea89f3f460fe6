package io.stardust.cli.deploy;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** What an app printed; {@code next}: where to go on; {@code lost}: lines before were rotated away. */
@Json
record Output(@Nullable String text, @Nullable String next, boolean lost) {}
