package io.stardust.cli.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** What somebody asks for when making a project. */
@Json
record NewProject(String name, @Nullable String displayName) {}
