package io.stardust.cli.access;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Named;
import org.jspecify.annotations.Nullable;

/** What owns nodes and apps. */
@Json
public record Project(long id, String name, @Nullable String displayName, long revision, long createdAt)
        implements Named {}
