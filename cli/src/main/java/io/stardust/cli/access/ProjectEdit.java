package io.stardust.cli.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** What is to be otherwise; absent = as it is. */
@Json
record ProjectEdit(@Nullable String displayName, @Nullable Boolean requireSignature) {}
