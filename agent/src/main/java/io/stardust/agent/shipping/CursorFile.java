package io.stardust.agent.shipping;

import io.stardust.agent.files.Modes;
import io.stardust.protocol.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cursor on disk, whole or not at all. Not flushed: it survives every end of the agent, and after a power cut,
 * which the log does not survive whole either, {@link Cursor#boot} tells that it may be old. Not thread-safe.
 */
final class CursorFile {
    private static final Logger LOG = LoggerFactory.getLogger(CursorFile.class);

    private final Path file;
    private final Path temporary;

    CursorFile(Path file) {
        this.file = file;
        this.temporary = file.resolveSibling(file.getFileName() + ".tmp");
    }

    /** What was saved last; null when that is nothing, or damaged. */
    @Nullable
    Cursor read() throws IOException {
        byte[] json;
        try {
            json = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return null;
        }
        try {
            Cursor cursor = Json.WIRE.read(json, Cursor.class);
            String fault = cursor.fault();
            if (fault == null) return cursor;
            LOG.warn("{} is damaged, a new stream begins: {}", file, fault);
        } catch (Json.BadJson e) {
            LOG.warn("{} is damaged, a new stream begins: {}", file, e.getMessage());
        }
        return null;
    }

    /** @throws NoSuchFileException if the log's folder is gone */
    void save(Cursor cursor) throws IOException {
        try (FileChannel channel = Modes.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer json = ByteBuffer.wrap(Json.WIRE.bytes(cursor));
            while (json.hasRemaining()) channel.write(json);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
