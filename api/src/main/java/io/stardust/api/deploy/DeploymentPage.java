package io.stardust.api.deploy;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some deployments of {@code total}, and where to go on. */
@Json
public record DeploymentPage(
        List<DeploymentView> items, @Nullable Long next, long total) implements Page<DeploymentView> {
    public DeploymentPage {
        items = Given.list(items);
    }
}
