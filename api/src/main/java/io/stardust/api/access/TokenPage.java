package io.stardust.api.access;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some tokens, and where to go on. */
@Json
public record TokenPage(List<TokenView> items, @Nullable Long next) implements Page<TokenView> {
    public TokenPage {
        items = Given.list(items);
    }
}
