package io.stardust.api.adopt;

import io.avaje.jsonb.Json;
import io.stardust.api.deploy.DeploymentBody;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for who makes a deployment of a local service.
 *
 * @param service name of the local service
 * @param deployment what is to be other than the agent tells
 * @param deploymentId of one that is there, to be placed on the node in the service's stead; absent: a new one
 * @param pack absent: its folder is not packed
 */
@Json
public record AdoptionBody(
        @Nullable String service,
        @Nullable DeploymentBody deployment,
        @Nullable Long deploymentId,
        @Nullable Pack pack) {
    /** The release that is to be made of its folder; a version that is absent is the time. */
    @Json
    public record Pack(@Nullable String version, @Nullable String note) {}
}
