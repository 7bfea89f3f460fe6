package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** What an app printed; {@code next}: where to go on; {@code lost}: lines before were rotated away. */
@Json
public record Output(@Nullable String text, @Nullable String next, boolean lost) {}
