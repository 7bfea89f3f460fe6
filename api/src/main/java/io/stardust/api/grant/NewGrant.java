package io.stardust.api.grant;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for when letting an app call another.
 *
 * @param consumerApp name of the app that calls
 * @param providerApp name of the app that is called
 * @param note why; at most 500 characters
 */
@Json
public record NewGrant(
        @Nullable String consumerApp,
        @Nullable String providerApp,
        @Nullable String note) {}
