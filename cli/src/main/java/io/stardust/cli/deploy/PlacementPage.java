package io.stardust.cli.deploy;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;

/** A page of placements. */
@Json
record PlacementPage(List<Placement> items) implements Page<Placement> {}
