package io.stardust.cli.change;

import io.avaje.jsonb.Json;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of changes. */
@Json
record ChangePage(List<Change> items, @Nullable Long next) implements Page<Change> {}
