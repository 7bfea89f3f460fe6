package io.stardust.api.access;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some users, and where to go on. */
@Json
public record UserPage(List<UserView> items, @Nullable Long next) implements Page<UserView> {
    public UserPage {
        items = Given.list(items);
    }
}
