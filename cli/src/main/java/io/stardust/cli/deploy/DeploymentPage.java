package io.stardust.cli.deploy;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;

/** A page of deployments. */
@Json
record DeploymentPage(List<Deployment> items) implements Page<Deployment> {}
