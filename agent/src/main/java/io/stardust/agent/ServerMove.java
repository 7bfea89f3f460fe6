package io.stardust.agent;

import io.avaje.jsonb.Json;
import io.stardust.agent.state.StateFile;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the server has sent this node, in {@code server.json}. It holds as long as the settings name the server that
 * said so: who edits them means what they write. Thread-safe.
 */
final class ServerMove {
    private final StateFile file;

    ServerMove(Path state) {
        this.file = new StateFile(state.resolve("server.json"));
    }

    /** The file's shape. */
    @Json
    record Kept(@Nullable String from, @Nullable String to) {}

    /** The settings with the servers that are to be used. */
    AgentSettings applied(AgentSettings settings) throws IOException {
        @Nullable
        Kept kept = file.read(bytes -> io.stardust.protocol.Json.PEOPLE.read(bytes, Kept.class))
                .orElse(null);
        if (kept == null || kept.to == null || !settings.server().equals(kept.from)) return settings;
        return settings.withServer(kept.to);
    }

    /** When this returns the move outlives us; {@code from} is what was in use before. */
    void keep(String from, String to) throws IOException {
        @Nullable
        Kept kept = file.read(bytes -> io.stardust.protocol.Json.PEOPLE.read(bytes, Kept.class))
                .orElse(null);
        // a move from where an earlier one led still begins at the settings
        String first = kept != null && kept.from != null && from.equals(kept.to) ? kept.from : from;
        file.write(io.stardust.protocol.Json.PEOPLE.bytes(new Kept(first, to)));
    }
}
