package io.stardust.api.config;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;

/**
 * What an app gets in one scope.
 *
 * @param version what its clients are told; grows with each change
 */
@Json
public record EffectiveConfig(String scope, long version, List<EffectiveItem> items) {
    public EffectiveConfig {
        items = Given.list(items);
    }
}
