package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;

/** A page of placements. */
@Json
public record PlacementPage(List<Placement> items) implements Page<Placement> {}
