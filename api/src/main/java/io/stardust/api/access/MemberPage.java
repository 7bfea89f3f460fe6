package io.stardust.api.access;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some members, and where to go on. */
@Json
public record MemberPage(List<MemberView> items, @Nullable Long next) implements Page<MemberView> {
    public MemberPage {
        items = Given.list(items);
    }
}
