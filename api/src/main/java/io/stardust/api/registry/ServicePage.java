package io.stardust.api.registry;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some services, and where to go on. */
@Json
public record ServicePage(List<ServiceView> items, @Nullable Long next) implements Page<ServiceView> {
    public ServicePage {
        items = Given.list(items);
    }
}
