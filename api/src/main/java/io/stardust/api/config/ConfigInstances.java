package io.stardust.api.config;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;

/**
 * The running instances of an app, and which of its keys they read.
 *
 * @param unused live keys that no instance has read in the last seven days; empty while none tells what it reads
 * @param missing keys that instances asked for and did not find
 */
@Json
public record ConfigInstances(List<ConfigInstanceView> items, List<String> unused, List<String> missing) {
    public ConfigInstances {
        items = Given.list(items);
        unused = Given.list(unused);
        missing = Given.list(missing);
    }
}
