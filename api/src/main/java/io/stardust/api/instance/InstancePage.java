package io.stardust.api.instance;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some instances of an app, in the order in which they came, and where to go on. */
@Json
public record InstancePage(
        List<InstanceView> items, @Nullable Long next) implements Page<InstanceView> {
    public InstancePage {
        items = Given.list(items);
    }
}
