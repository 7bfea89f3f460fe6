package io.stardust.api.config;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an app gets in one scope.
 *
 * @param rule which gave the scope; absent: none did
 * @param gray whether with the gray release of the app
 * @param version what its clients are told; grows with each change
 */
@Json
public record EffectiveConfig(
        String scope, @Nullable ConfigRule rule, boolean gray, long version, List<EffectiveItem> items) {
    public EffectiveConfig {
        items = Given.list(items);
    }
}
