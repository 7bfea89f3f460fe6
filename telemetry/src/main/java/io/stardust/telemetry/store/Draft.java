package io.stardust.telemetry.store;

import io.stardust.telemetry.block.BlockEncoder;
import io.stardust.telemetry.block.BlockFiller;
import io.stardust.telemetry.block.OpenBlock;
import io.stardust.telemetry.bytes.Disk;
import io.stardust.telemetry.journal.Batch;
import io.stardust.telemetry.journal.Journal;
import io.stardust.telemetry.log.Attribute;
import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.segment.Kind;
import io.stardust.telemetry.segment.SegmentWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A segment that is not sealed: its blocks in the file, those in memory, its journal. One thread changes it; what
 * readers see is changed under the lock that it was given, and read under it.
 */
final class Draft {
    /** A record that is so much older than the app's newest one goes to a block for late records. */
    static final Duration LATE = Duration.ofMinutes(5);

    private final Object lock;
    private final SegmentWriter writer;
    private final BlockFiller filler;
    private final @Nullable Journal journal;
    private final Map<Long, AppBlocks> apps = new LinkedHashMap<>(); // guarded by lock
    private final List<OpenBlock> full = new ArrayList<>(); // guarded by lock
    private final SpareBlocks spare;
    private final long memoryLimit;
    private long rawBytes;
    private long records;
    private int readers; // guarded by lock
    private boolean sealed; // guarded by lock

    private final class AppBlocks {
        final long app;
        long newest = Long.MIN_VALUE;
        final @Nullable OpenBlock[] blocks = new OpenBlock[2]; // in order, late
        final long[] ordinals = new long[2];

        AppBlocks(long app) {
            this.app = app;
        }

        OpenBlock block(long timeNs) {
            boolean late = newest != Long.MIN_VALUE && timeNs < newest - LATE.toNanos();
            newest = Math.max(newest, timeNs);
            int which = late ? 1 : 0;
            OpenBlock open = blocks[which];
            if (open == null) {
                open = spare.take(app, late, ordinals[which]);
                blocks[which] = open;
            }
            ordinals[which]++;
            return open;
        }

        void remove(OpenBlock block) {
            if (blocks[block.isLate() ? 1 : 0] == block) blocks[block.isLate() ? 1 : 0] = null;
        }
    }

    /** {@code journal} is null while one is read again; {@code memoryLimit}: bytes of the open blocks together. */
    Draft(
            Disk disk,
            Path file,
            long number,
            @Nullable Journal journal,
            Object lock,
            long memoryLimit,
            SpareBlocks spare)
            throws IOException {
        Files.createDirectories(Disk.folderOf(file));
        this.lock = lock;
        this.journal = journal;
        this.memoryLimit = memoryLimit;
        this.spare = spare;
        this.writer = new SegmentWriter(disk, Kind.LOGS, number, file);
        this.filler = new BlockFiller(writer.templates());
    }

    long number() {
        return writer.number();
    }

    SegmentWriter writer() {
        return writer;
    }

    @Nullable
    Journal journal() {
        return journal;
    }

    /** Of the messages so far. */
    long rawBytes() {
        return rawBytes;
    }

    long records() {
        return records;
    }

    /** Bytes on the disk. */
    long size() {
        return writer.size() + (journal == null ? 0 : journal.size());
    }

    /** Adds what is in {@code batch}; what is full is written by the next {@link #cut}. */
    void add(Batch batch) throws IOException {
        batch.each(this::add);
    }

    private void add(
            long timeNs,
            Level level,
            long app,
            String[] fields,
            List<Attribute> attributes,
            byte[] bytes,
            int from,
            int to) {
        synchronized (lock) {
            AppBlocks blocks = apps.computeIfAbsent(app, AppBlocks::new);
            OpenBlock block = blocks.block(timeNs);
            filler.add(block, timeNs, level, fields, attributes, bytes, from, to);
            if (block.isFull()) {
                full.add(block);
                blocks.remove(block);
                spare.filled(app);
            }
        }
        rawBytes += to - from + 1;
        records++;
    }

    /** Writes the blocks that are full, and the largest others while all together take too much memory. */
    void cut(BlockEncoder encoder) throws IOException {
        List<OpenBlock> ready;
        synchronized (lock) {
            ready = full.isEmpty() ? List.of() : List.copyOf(full);
        }
        for (OpenBlock block : ready) write(block, encoder);
        List<OpenBlock> open = open();
        long memory = 0;
        for (OpenBlock block : open) memory += block.memory();
        if (memory <= memoryLimit) return;
        open.sort(Comparator.comparingLong(OpenBlock::memory).reversed());
        for (OpenBlock block : open) {
            if (memory <= memoryLimit) return;
            memory -= block.memory();
            write(block, encoder);
        }
    }

    /** Writes all blocks. */
    void cutAll(BlockEncoder encoder) throws IOException {
        for (OpenBlock block : open()) write(block, encoder);
    }

    private void write(OpenBlock block, BlockEncoder encoder) throws IOException {
        SegmentWriter.Written written = writer.write(block, encoder);
        synchronized (lock) {
            writer.add(written);
            full.remove(block);
            AppBlocks app = apps.get(block.app());
            if (app != null) app.remove(block);
            if (readers == 0) spare.give(block); // else somebody may have a view of it
        }
    }

    /** The blocks in memory that hold something. */
    List<OpenBlock> open() {
        synchronized (lock) {
            List<OpenBlock> open = new ArrayList<>(full);
            for (AppBlocks app : apps.values()) {
                for (OpenBlock block : app.blocks) {
                    if (block != null) open.add(block);
                }
            }
            return open;
        }
    }

    /** Somebody reads; the file stays open. Under the lock. */
    void hold() {
        readers++;
    }

    /** Nobody reads any more. */
    void release() throws IOException {
        synchronized (lock) {
            readers--;
            if (sealed && readers == 0) writer.close();
        }
    }

    /** It is a segment now; its file is closed when nobody reads it. Under the lock. */
    void sealed() throws IOException {
        sealed = true;
        if (readers == 0) writer.close();
    }

    /** It has no records and becomes no segment. */
    void drop() throws IOException {
        writer.close();
        writer.delete();
    }
}
