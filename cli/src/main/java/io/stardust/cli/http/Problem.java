package io.stardust.cli.http;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** The server's answer when it could not (RFC 9457). */
@Json
record Problem(@Nullable String title, int status, @Nullable String detail) {}
