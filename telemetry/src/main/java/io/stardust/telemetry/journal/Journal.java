package io.stardust.telemetry.journal;

import io.stardust.telemetry.bytes.ByteSink;
import io.stardust.telemetry.bytes.Disk;
import io.stardust.telemetry.bytes.Hashes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * The batches of a segment that is not sealed: a frame for each, one behind the other. What {@link #append} has written
 * survives a kill of the program, what {@link #force} has, a loss of power. One thread appends, any may force.
 */
public final class Journal implements AutoCloseable {
    static final byte[] MAGIC = "SDTELJNL".getBytes(StandardCharsets.US_ASCII);
    static final int VERSION = 1;
    static final int HEADER_BYTES = 24;

    private final Path file;
    private final FileChannel channel;
    private final ByteSink group = new ByteSink(1 << 16);
    private volatile long end;
    private volatile long forced;

    /** Makes a new file. */
    public Journal(Disk disk, Path file, int kind, long number) throws IOException {
        this.file = file;
        this.channel = disk.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        group.put(MAGIC);
        group.put(kind);
        group.put(VERSION);
        group.put(0);
        group.put(0);
        group.int64(number);
        group.int32(Hashes.check(group.array(), 0, group.size()));
        try {
            Disk.write(channel, 0, group.array(), 0, group.size());
            Disk.forceFolder(Disk.folderOf(file));
        } catch (IOException e) {
            delete(); // a disk may be full for days, and each attempt has a name of its own
            throw e;
        }
        end = group.size();
    }

    public Path file() {
        return file;
    }

    /** Bytes in the file; all frames up to there are whole. */
    public long size() {
        return end;
    }

    /** Writes {@code batches}, all or, when it fails, none. */
    public void append(List<Batch> batches) throws IOException {
        group.clear();
        for (Batch batch : batches) group.put(batch.frame());
        long from = end;
        try {
            Disk.write(channel, from, group.array(), 0, group.size());
        } catch (IOException e) {
            forget(e);
            throw e;
        }
        end = from + group.size();
    }

    /** Fails when the disk has no room for {@code bytes} more. Between appends. */
    public void requireRoom(int bytes) throws IOException {
        byte[] none = new byte[bytes];
        Arrays.fill(none, (byte) 0xFF); // no frame begins so, should the program be killed here
        long from = end;
        try {
            Disk.write(channel, from, none, 0, bytes);
        } finally {
            channel.truncate(from);
        }
    }

    /** What a failed write left behind must not be taken for a frame; the next one is written over it. */
    private void forget(IOException e) {
        try {
            channel.truncate(end);
        } catch (IOException also) {
            e.addSuppressed(also);
        }
    }

    /** Waits until all that is written is on the disk. */
    public void force() throws IOException {
        long reached = end;
        if (reached == forced) return;
        channel.force(false);
        forced = reached;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Closes and deletes it: its segment is sealed. */
    public void delete() throws IOException {
        close();
        Files.deleteIfExists(file);
    }
}
