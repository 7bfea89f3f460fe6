package io.stardust.api.access;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some sign-ins of a user, and where to go on. */
@Json
public record SessionPage(List<SessionInfo> items, @Nullable Long next) implements Page<SessionInfo> {
    public SessionPage {
        items = Given.list(items);
    }
}
