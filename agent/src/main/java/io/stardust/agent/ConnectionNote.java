package io.stardust.agent;

import io.avaje.jsonb.Json;
import io.stardust.agent.files.Modes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the agent stands with its server, in {@code connection.json} for {@code status}. Not worth a flush. */
final class ConnectionNote {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionNote.class);

    private final Path file;
    private final String version;
    private final InstantSource clock;

    ConnectionNote(Path state, String version, InstantSource clock) {
        this.file = state.resolve("connection.json");
        this.version = version;
        this.clock = clock;
    }

    /**
     * The file's shape.
     *
     * @param state {@code logged in}, {@code connected} or {@code away}
     * @param since epoch ms
     */
    @Json
    record Kept(
            long pid,
            @Nullable String version,
            @Nullable String state,
            @Nullable String server,
            long since) {}

    void say(String state, URI server) {
        var kept = new Kept(ProcessHandle.current().pid(), version, state, server.toString(), clock.millis());
        Path part = file.resolveSibling("connection.json.new");
        try {
            Modes.makeFile(part);
            Files.write(part, io.stardust.protocol.Json.PEOPLE.bytes(kept));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.debug("status will not know of the connection: {}", e.getMessage());
        }
    }

    Optional<Kept> read() {
        try {
            return Optional.of(io.stardust.protocol.Json.PEOPLE.read(Files.readAllBytes(file), Kept.class));
        } catch (IOException | io.stardust.protocol.Json.BadJson _) {
            return Optional.empty(); // none, or of another version
        }
    }
}
