package io.stardust.cli.service;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** What people say of a provider; what is absent stays. A weight of -1 is what the provider says itself. */
@Json
record ProviderEdit(
        @Nullable Integer weight,
        @Nullable Boolean enabled,
        @Nullable Boolean draining) {}
