package io.stardust.api.grant;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some grants, and where to go on. */
@Json
public record GrantPage(List<GrantView> items, @Nullable Long next) implements Page<GrantView> {
    public GrantPage {
        items = Given.list(items);
    }
}
