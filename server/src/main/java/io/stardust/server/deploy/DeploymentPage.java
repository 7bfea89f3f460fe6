package io.stardust.server.deploy;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some deployments, and where to go on. */
@Json
public record DeploymentPage(
        List<DeploymentView> items, @Nullable Long next) {
    public DeploymentPage {
        items = List.copyOf(items);
    }
}
