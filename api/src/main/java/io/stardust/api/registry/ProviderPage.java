package io.stardust.api.registry;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some providers, and where to go on. */
@Json
public record ProviderPage(
        List<ProviderView> items, @Nullable Long next) implements Page<ProviderView> {
    public ProviderPage {
        items = Given.list(items);
    }
}
