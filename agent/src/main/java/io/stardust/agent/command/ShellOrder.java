package io.stardust.agent.command;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * The argument of {@code bash} and {@code cmd} in its long form.
 *
 * @param timeout ms; 0 = the agent's limit, which it cannot exceed.
 */
@Json(caseInsensitiveKeys = true)
record ShellOrder(
        @Json.Property("Cmd") @Nullable String cmd,
        @Json.Property("Timeout") int timeout) {

    /** Reads both forms: plain text, or JSON. */
    static ShellOrder of(@Nullable String argument) {
        String text = argument == null ? "" : argument.strip();
        if (!text.startsWith("{")) return new ShellOrder(text, 0);
        try {
            return io.stardust.protocol.Json.WIRE.read(text, ShellOrder.class);
        } catch (io.stardust.protocol.Json.BadJson e) {
            return new ShellOrder(text, 0); // a script may begin with a brace
        }
    }
}
