package io.stardust.api.deploy;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What an app printed.
 *
 * @param next where to go on; opaque
 * @param lost true when lines before were rotated away
 */
@Json
public record OutputView(String text, @Nullable String next, boolean lost) {}
