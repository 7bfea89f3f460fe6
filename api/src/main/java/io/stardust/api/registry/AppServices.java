package io.stardust.api.registry;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;

/**
 * What an app offers and what it asks for.
 *
 * @param provides at most 1,000 providers
 * @param asks at most 1,000 services
 */
@Json
public record AppServices(List<ProviderView> provides, List<ServiceGraph.Line> asks) {
    public AppServices {
        provides = Given.list(provides);
        asks = Given.list(asks);
    }
}
