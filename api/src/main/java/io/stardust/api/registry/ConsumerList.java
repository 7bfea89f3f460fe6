package io.stardust.api.registry;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;

/**
 * Who asks for a service.
 *
 * @param service its name
 * @param items at most 1,000
 * @param total how many there are
 */
@Json
public record ConsumerList(String service, List<ConsumerView> items, int total) {
    public ConsumerList {
        items = Given.list(items);
    }
}
