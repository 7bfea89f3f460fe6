package io.stardust.api.variable;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * An environment variable as people write and see it.
 *
 * @param value any text; absent in answers when it is secret or the reader may not see it; absent in requests: stays
 * @param secret sealed, and never shown again; absent in requests: as it was, or not
 */
@Json
public record VariableView(
        @Nullable String name,
        @Nullable String value,
        @Nullable Boolean secret) {
    /** Without the value, which may be a secret. */
    @Override
    public String toString() {
        return "VariableView[" + name + "]";
    }
}
