package io.stardust.cli.node;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;

/** A page of commands. */
@Json
record CommandPage(List<NodeCommand> items) implements Page<NodeCommand> {}
