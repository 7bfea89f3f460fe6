package io.stardust.agent.state;

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
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file that is there whole or not at all: a kill or power cut at any instant leaves the old or the new content. Its
 * previous generation is kept beside it as {@code NAME.prev}. Thread-safe.
 */
public final class StateFile {
    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);

    private final Path file;
    private final Path previous;
    private final Path temporary;
    private final Path bad;

    /** Touches nothing yet. */
    public StateFile(Path file) {
        this.file = file;
        this.previous = file.resolveSibling(file.getFileName() + ".prev");
        this.temporary = file.resolveSibling(file.getFileName() + ".tmp");
        this.bad = file.resolveSibling(file.getFileName() + ".bad");
    }

    /**
     * Returns what was last written, or the generation before it when that cannot be decoded (the damaged file is moved
     * aside as {@code NAME.bad}); empty when there is neither.
     *
     * @throws IOException if the disk cannot be read; a missing file is not that
     */
    public synchronized <T> Optional<T> read(Function<byte[], T> decode) throws IOException {
        Optional<T> current = decoded(file, decode);
        return current.isPresent() ? current : decoded(previous, decode);
    }

    private <T> Optional<T> decoded(Path from, Function<byte[], T> decode) throws IOException {
        byte[] content;
        try {
            content = Files.readAllBytes(from);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(decode.apply(content));
        } catch (Json.BadJson e) {
            LOG.warn("{} is damaged and was moved to {}: {}", from, bad, e.getMessage());
            Files.move(from, bad, StandardCopyOption.REPLACE_EXISTING);
            return Optional.empty();
        }
    }

    /** Replaces the content; when this returns it is on the disk. */
    public synchronized void write(byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) Modes.makeFolder(folder);
        Files.deleteIfExists(temporary);
        try (FileChannel channel = Modes.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) channel.write(buffer);
            channel.force(true);
        }
        keepPrevious();
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (folder != null) forceFolder(folder);
    }

    /** A hard link, so that there is no instant at which the file itself is missing. */
    private void keepPrevious() throws IOException {
        if (!Files.exists(file)) return;
        Files.deleteIfExists(previous);
        try {
            Files.createLink(previous, file);
        } catch (UnsupportedOperationException | IOException e) {
            Files.copy(file, previous, StandardCopyOption.REPLACE_EXISTING); // a disk without hard links
        }
    }

    private static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true); // makes the rename itself durable
        }
    }
}
