package io.stardust.api.release;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some keys, and where to go on. */
@Json
public record SigningKeyPage(
        List<SigningKeyView> items, @Nullable Long next) implements Page<SigningKeyView> {
    public SigningKeyPage {
        items = Given.list(items);
    }
}
