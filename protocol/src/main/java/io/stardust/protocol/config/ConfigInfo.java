package io.stardust.protocol.config;

import io.avaje.jsonb.Json;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an app gets: the answer to {@code /Config/GetAll} (upstream ConfigInfo).
 *
 * @param version Grows with each change, from 1; a client that has it need not read again.
 * @param scope For which the values are; empty = none.
 * @param sourceIp Where the question came from.
 * @param nextVersion That a planned publish will have at least.
 * @param nextPublish When that is, local time of the server, {@code yyyy-MM-dd HH:mm:ss}; empty = none is planned.
 * @param updateTime When the app's own sheet changed last, epoch ms.
 * @param configs Values by key; absent = the client has them.
 */
@Json(caseInsensitiveKeys = true)
public record ConfigInfo(
        @Json.Property("Version") long version,
        @Json.Property("Scope") String scope,
        @Json.Property("SourceIP") String sourceIp,
        @Json.Property("NextVersion") long nextVersion,
        @Json.Property("NextPublish") String nextPublish,
        @Json.Property("UpdateTime") long updateTime,
        @Json.Property("Configs") @Nullable Map<String, String> configs) {
    public ConfigInfo {
        configs = configs == null ? null : withoutNulls(configs);
    }

    /** Some servers send null for a key that has no value. */
    private static Map<String, String> withoutNulls(Map<String, String> configs) {
        Map<String, String> values = new HashMap<>(configs);
        values.values().removeIf(Objects::isNull);
        return Collections.unmodifiableMap(values);
    }

    /** Without the values, which may be secrets. */
    @Override
    public String toString() {
        return "ConfigInfo[%s %d]".formatted(scope, version);
    }
}
