package io.stardust.api.access;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some projects, and where to go on. */
@Json
public record ProjectPage(List<ProjectView> items, @Nullable Long next) implements Page<ProjectView> {
    public ProjectPage {
        items = Given.list(items);
    }
}
