package io.stardust.api.app;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for when making a key of an app.
 *
 * @param expiresInDays 1–3650; absent: it holds until it is revoked
 * @param scopes of the config that may be asked for with it, at most 20; the first one is given to who asks for none.
 *     Absent: any; empty: rules say which
 * @param ingest true: a token that can send logs and nothing else, for exporters of OpenTelemetry; absent: false
 */
@Json
public record NewAppKey(
        @Nullable String name,
        @Nullable Integer expiresInDays,
        @Nullable List<String> scopes,
        @Nullable Boolean ingest) {}
