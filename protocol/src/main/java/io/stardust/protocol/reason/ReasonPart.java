package io.stardust.protocol.reason;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One reason as it travels, without its cause, which is the next one of a list: {@code not ready within 120 s}, then
 * {@code /health answered 500}.
 *
 * @param code See {@link Code}, by its wire name; another one is of a newer program.
 * @param data Its parameters by name, as the code's sentence has them; absent when it has none.
 */
@Json(caseInsensitiveKeys = true)
public record ReasonPart(
        @Json.Property("Code") @Nullable String code,
        @Json.Property("Data") @Nullable Map<String, String> data) {}
