package io.stardust.api.policy;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was said for a scope, null for nothing, and what holds there.
 *
 * @param effectiveShell what holds
 * @param effectiveCommands what holds
 * @param shellFrom who says so: {@code default}, {@code platform}, {@code project} or {@code node}
 * @param commandsFrom the same
 */
@Json
public record CommandPolicyView(
        @Nullable Boolean shell,
        @Nullable List<String> commands,
        boolean effectiveShell,
        List<String> effectiveCommands,
        String shellFrom,
        String commandsFrom) {
    public CommandPolicyView {
        effectiveCommands = Given.list(effectiveCommands);
    }
}
