package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * An environment variable.
 *
 * @param value absent in answers when it is secret or you may not see it
 * @param secret absent when asked for: as it was
 */
@Json
public record Variable(
        String name, @Nullable String value, @Nullable Boolean secret) {
    /** What is shown in place of the value. */
    public String shown() {
        if (value != null)
            return value.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n");
        return Boolean.TRUE.equals(secret) ? "*** (secret)" : "***";
    }

    @Override
    public String toString() {
        return "Variable[" + name + "]";
    }
}
