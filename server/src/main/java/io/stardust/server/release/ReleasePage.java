package io.stardust.server.release;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some releases, and where to go on. */
@Json
public record ReleasePage(List<ReleaseView> items, @Nullable Long next) {
    public ReleasePage {
        items = List.copyOf(items);
    }
}
