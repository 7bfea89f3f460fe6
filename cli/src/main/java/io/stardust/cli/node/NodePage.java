package io.stardust.cli.node;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;

/** A page of nodes. */
@Json
public record NodePage(List<Node> items) implements Page<Node> {}
