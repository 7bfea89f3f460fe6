package io.stardust.api.config;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;

/**
 * From whom an app inherits, and who inherits from it, over all steps.
 *
 * @param items those of one app together, in the order in which they count
 * @param more whether there are others
 */
@Json
public record ConfigInheritance(List<Link> items, boolean more) {
    public ConfigInheritance {
        items = Given.list(items);
    }

    /**
     * {@code app} inherits from {@code source}.
     *
     * @param global whether it does so without quoting it
     * @param readable false: it quotes it in vain, as that one is switched off or not shared with it
     */
    @Json
    public record Link(long appId, String app, long sourceId, String source, boolean global, boolean readable) {}
}
