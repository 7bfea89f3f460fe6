package io.stardust.server.deploy;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some deployments of {@code total}, and where to go on. */
@Json
public record DeploymentPage(
        List<DeploymentView> items, @Nullable Long next, long total) {
    public DeploymentPage {
        items = List.copyOf(items);
    }
}
