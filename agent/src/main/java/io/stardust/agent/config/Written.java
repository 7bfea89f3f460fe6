package io.stardust.agent.config;

import io.stardust.agent.state.StateFile;
import io.stardust.protocol.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What was last written of an app; on disk, in its folder of kept files.
 *
 * @param directory The work directory, absolute.
 * @param files Below it.
 * @param kept SHA-256 of their contents, 64 lower-case hex each, which are kept as long as they may be written again.
 */
@io.avaje.jsonb.Json
record Written(String directory, List<String> files, List<String> kept) {
    Written {
        files = List.copyOf(files);
        kept = List.copyOf(kept);
    }

    static StateFile file(Path folder) {
        return new StateFile(folder.resolve("written.json"));
    }

    static Optional<Written> read(StateFile file) throws IOException {
        return file.read(json -> Json.PEOPLE.read(json, Written.class));
    }
}
