package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;

/** A page of deployments. */
@Json
public record DeploymentPage(List<Deployment> items) implements Page<Deployment> {}
