package io.stardust.api.release;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some releases, and where to go on. */
@Json
public record ReleasePage(List<ReleaseView> items, @Nullable Long next) implements Page<ReleaseView> {
    public ReleasePage {
        items = Given.list(items);
    }
}
