package io.stardust.api.registry;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;

/** How the processes of a deployment are called; none that offers nothing. */
@Json
public record CalledList(List<CalledView> items) {
    public CalledList {
        items = Given.list(items);
    }
}
