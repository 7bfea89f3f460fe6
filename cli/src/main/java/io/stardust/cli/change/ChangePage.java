package io.stardust.cli.change;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;

/** A page of changes. */
@Json
record ChangePage(List<Change> items) implements Page<Change> {}
