package io.stardust.telemetry.segment;

import io.stardust.telemetry.bytes.Disk;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file for many threads. Who is interrupted while reading closes a channel under all others, so it is opened
 * again for them, and never the one that is written through. Thread-safe.
 */
final class FileReader implements AutoCloseable {
    private final Path file;
    private final Path later;
    private @Nullable FileChannel channel; // guarded by this, as is what follows
    private boolean closed;

    /** Of {@code file}, which may be renamed to {@code later}. */
    FileReader(Path file, Path later) {
        this.file = file;
        this.later = later;
    }

    byte[] read(long offset, int length) throws IOException {
        while (true) {
            try {
                return Disk.read(channel(), offset, length);
            } catch (ClosedByInterruptException e) {
                var interrupted = new InterruptedIOException("interrupted while reading " + file);
                interrupted.initCause(e);
                throw interrupted;
            } catch (ClosedChannelException e) {
                synchronized (this) {
                    if (closed) throw e;
                }
            }
        }
    }

    private synchronized FileChannel channel() throws IOException {
        FileChannel open = channel;
        if (open != null && open.isOpen()) return open;
        if (closed) throw new ClosedChannelException();
        try {
            open = FileChannel.open(file);
        } catch (NoSuchFileException e) {
            open = FileChannel.open(later);
        }
        channel = open;
        return open;
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (channel != null) channel.close();
    }
}
