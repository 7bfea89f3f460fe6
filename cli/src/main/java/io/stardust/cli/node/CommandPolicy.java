package io.stardust.cli.node;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which commands nodes may be given: what was said in one place, null for nothing, and what holds there. */
@Json
record CommandPolicy(
        @Nullable Boolean shell,
        @Nullable List<String> commands,
        @Nullable Boolean effectiveShell,
        @Nullable List<String> effectiveCommands,
        @Nullable String shellFrom,
        @Nullable String commandsFrom) {
    /** As it is sent: what is absent is not said. */
    @Json
    record Wish(@Nullable Boolean shell, @Nullable List<String> commands) {}
}
