package io.stardust.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder of all that the agent keeps, held by one agent at a time: two would start every app twice. The lock is the
 * operating system's, so it ends with the process however that ends.
 */
final class DataFolder implements AutoCloseable {
    private final Path folder;
    private @Nullable FileChannel held;

    DataFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes the folder if need be and takes it.
     *
     * @throws IOException if another agent has it, or it cannot be written
     */
    void take() throws IOException {
        Files.createDirectories(folder);
        FileChannel channel = FileChannel.open(
                folder.resolve("agent.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        if (!isLocked(channel)) {
            String holder = text(channel);
            channel.close();
            throw new IOException("data: %s is in use by another agent, process %s (expected: a folder of its own)"
                    .formatted(folder, holder));
        }
        held = channel;
        new Privacy(folder).restore();
        channel.truncate(0);
        String pid = Long.toString(ProcessHandle.current().pid());
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false; // by this very process
        }
    }

    private static String text(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(32);
        channel.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        FileChannel open = held;
        held = null;
        if (open != null) open.close();
    }
}
