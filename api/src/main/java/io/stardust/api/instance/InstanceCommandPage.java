package io.stardust.api.instance;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;

/**
 * What became of a command.
 *
 * @param items the first 500
 * @param sent to how many instances
 */
@Json
public record InstanceCommandPage(List<InstanceCommandView> items, int sent) {
    public InstanceCommandPage {
        items = Given.list(items);
    }
}
