package io.stardust.protocol.config;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a publish changes for one instance (ours). The server sends it over the push channel as the text frame
 * {@code config#} followed by this as JSON, of at most 64 KiB. An instance that has {@code from} in that scope has
 * {@code version} with it, and answers with a {@link ConfigHeld}; any other reads all by {@code /Config/GetAll}.
 *
 * @param from The version that it leads on from; 0 = read all.
 * @param version The version that it leads to; 0 with {@code from}.
 * @param scope For which the values are; empty = none.
 * @param configs The values that are new or otherwise, by key; absent = none.
 * @param removed The keys that have no value any more; absent = none.
 */
@Json(caseInsensitiveKeys = true)
public record ConfigChange(
        @Json.Property("From") long from,
        @Json.Property("Version") long version,
        @Json.Property("Scope") @Nullable String scope,
        @Json.Property("Configs") @Nullable Map<String, String> configs,
        @Json.Property("Removed") @Nullable List<String> removed) {
    /** How the frame begins. */
    public static final String PREFIX = "config#";

    /** Something is otherwise: read all. */
    public static final ConfigChange READ = new ConfigChange(0, 0, null, null, null);

    /** Without the values, which may be secrets. */
    @Override
    public String toString() {
        return "ConfigChange[%s %d to %d]".formatted(scope, from, version);
    }
}
