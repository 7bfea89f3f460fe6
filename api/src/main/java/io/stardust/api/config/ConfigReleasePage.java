package io.stardust.api.config;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some releases, the newest first, and where to go on. */
@Json
public record ConfigReleasePage(
        List<ConfigReleaseView> items, @Nullable Long next) implements Page<ConfigReleaseView> {
    public ConfigReleasePage {
        items = Given.list(items);
    }
}
