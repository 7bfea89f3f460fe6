package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;

/** Some placements of a rollout. */
@Json
public record RolloutPartPage(List<Rollout.Part> items) implements Page<Rollout.Part> {}
