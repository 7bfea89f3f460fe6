package io.stardust.cli.deploy;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;

/** Some placements of a rollout. */
@Json
record RolloutPartPage(List<Rollout.Part> items) implements Page<Rollout.Part> {}
