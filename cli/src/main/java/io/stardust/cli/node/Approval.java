package io.stardust.cli.node;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** Lets a waiting node in. */
@Json
record Approval(@Nullable String name, @Nullable Long projectId) {}
