package io.stardust.api.config;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be otherwise with an app's config; what is absent stays.
 *
 * @param quotes names of apps, at most 20; empty: it inherits from none
 */
@Json
public record ConfigSheetPatch(
        @Nullable Boolean enabled,
        @Nullable String share,
        @Nullable Boolean global,
        @Nullable Boolean readOnly,
        @Nullable List<String> quotes) {}
