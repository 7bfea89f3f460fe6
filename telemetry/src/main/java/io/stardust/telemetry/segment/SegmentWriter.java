package io.stardust.telemetry.segment;

import io.stardust.telemetry.block.Block;
import io.stardust.telemetry.block.BlockEncoder;
import io.stardust.telemetry.block.BlockEntry;
import io.stardust.telemetry.block.Filter;
import io.stardust.telemetry.block.OpenBlock;
import io.stardust.telemetry.block.PackedBlock;
import io.stardust.telemetry.block.Template;
import io.stardust.telemetry.block.Templates;
import io.stardust.telemetry.bytes.ByteSink;
import io.stardust.telemetry.bytes.Compressor;
import io.stardust.telemetry.bytes.Disk;
import io.stardust.telemetry.bytes.Hashes;
import io.stardust.telemetry.segment.SegmentFormat.Part;
import io.stardust.telemetry.segment.SegmentFormat.Trailer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A segment that is being written, beside its final name with {@code .tmp} behind it. One thread adds blocks and
 * another may seal it when no more come; any thread reads what a view was taken of under the adding thread's lock.
 */
public final class SegmentWriter implements AutoCloseable {
    /** A segment has about so many blocks. */
    public static final int BLOCKS = 512;

    private static final int LEVEL = 3;

    private final Kind kind;
    private final long number;
    private final Path file;
    private final Path temporary;
    private final FileChannel channel;
    private final FileReader reader;
    private final Templates templates = new Templates();
    private final ByteSink packed = new ByteSink(1 << 17);
    private BlockEntry[] entries = new BlockEntry[64];
    private Filter[] filters = new Filter[64];
    private int blocks;
    private long end = SegmentFormat.HEADER_BYTES;

    /** Begins segment {@code number}, which will be {@code file}. */
    public SegmentWriter(Disk disk, Kind kind, long number, Path file) throws IOException {
        this.kind = kind;
        this.number = number;
        this.file = file;
        this.temporary = file.resolveSibling(file.getFileName() + ".tmp");
        this.reader = new FileReader(temporary, file);
        this.channel = disk.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        byte[] header = SegmentFormat.header(kind, number);
        try {
            Disk.write(channel, 0, header, 0, header.length);
        } catch (IOException e) {
            channel.close();
            delete();
            throw e;
        }
    }

    public long number() {
        return number;
    }

    public Path file() {
        return file;
    }

    public Templates templates() {
        return templates;
    }

    public int blocks() {
        return blocks;
    }

    /** Bytes in the file. */
    public long size() {
        return end;
    }

    /** A block that is in the file, and not yet of the segment. */
    public record Written(BlockEntry entry, Filter filter) {}

    /** Packs {@code block} and writes it behind those that are there. On a failure nothing has changed. */
    public Written write(OpenBlock block, BlockEncoder encoder) throws IOException {
        BlockEntry entry = encoder.encode(block, templates, end, packed);
        Disk.write(channel, end, packed.array(), 0, packed.size());
        return new Written(entry, BlockEncoder.filter(block));
    }

    /** Makes what was written last part of the segment; under the lock. */
    public void add(Written block) {
        if (blocks == entries.length) {
            entries = Arrays.copyOf(entries, 2 * blocks);
            filters = Arrays.copyOf(filters, 2 * blocks);
        }
        entries[blocks] = block.entry();
        filters[blocks++] = block.filter();
        end += block.entry().length();
    }

    /** What is there now; under the lock. Good until the segment is sealed and closed. */
    public SegmentView view() {
        return new View(entries, filters, blocks);
    }

    private final class View implements SegmentView {
        private final BlockEntry[] viewed;
        private final Filter[] viewedFilters;
        private final int count;

        View(BlockEntry[] viewed, Filter[] viewedFilters, int count) {
            this.viewed = viewed;
            this.viewedFilters = viewedFilters;
            this.count = count;
        }

        @Override
        public long number() {
            return number;
        }

        @Override
        public int blocks() {
            return count;
        }

        @Override
        public BlockEntry entry(int block) {
            return viewed[block];
        }

        @Override
        public int templates() {
            return templates.count();
        }

        @Override
        public Template template(int template) {
            return templates.get(template);
        }

        @Override
        public Block open(int block) throws IOException {
            return PackedBlock.open(viewed[block], reader::read, templates::get);
        }

        @Override
        public void restrict(long hash, BitSet candidates) {
            for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
                if (!viewedFilters[i].mayHave(hash)) candidates.clear(i);
            }
        }

        @Override
        public boolean mayHaveWord(long hash) {
            return true;
        }
    }

    /** Writes what belongs behind the blocks, and makes the file the segment, for good. May be tried again. */
    public void seal() throws IOException {
        long at = end;
        Part dictionary = put(dictionary(), at);
        at += dictionary.stored();
        byte[] words = WordFilter.of(all()).bytes();
        Part wordPart = putPlain(words, at);
        at += words.length;
        int folds = Filter.FOLDS;
        for (int i = 0; i < blocks; i++) folds = Math.min(folds, filters[i].folds());
        byte[] slices = Slices.of(Arrays.asList(filters).subList(0, blocks), folds);
        Part slicePart = putPlain(slices, at);
        at += slices.length;
        Part directory = put(directory(), at);
        at += directory.stored();
        byte[] trailer =
                trailer(folds, dictionary, wordPart, slicePart, directory).bytes();
        Disk.write(channel, at, trailer, 0, trailer.length);
        channel.force(true);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        Disk.forceFolder(Disk.folderOf(file));
    }

    private Trailer trailer(int folds, Part dictionary, Part words, Part slices, Part directory) {
        long records = 0;
        long rawBytes = 0;
        long minTime = Long.MAX_VALUE;
        long maxTime = Long.MIN_VALUE;
        int levels = 0;
        for (int i = 0; i < blocks; i++) {
            BlockEntry.Content content = entries[i].content();
            records += content.records();
            rawBytes += content.rawBytes();
            minTime = Math.min(minTime, content.minTime());
            maxTime = Math.max(maxTime, content.maxTime());
            levels |= content.levels();
        }
        return new Trailer(
                kind,
                folds,
                blocks,
                templates.count(),
                records,
                rawBytes,
                minTime,
                maxTime,
                levels,
                dictionary,
                words,
                slices,
                directory);
    }

    private List<Template> all() {
        List<Template> all = new ArrayList<>();
        for (int i = 1; i <= templates.count(); i++) all.add(templates.get(i));
        return all;
    }

    private ByteSink dictionary() {
        ByteSink out = new ByteSink(1 << 16);
        for (Template template : all()) {
            out.varint(template.bytes().length);
            out.put(template.bytes());
        }
        return out;
    }

    private ByteSink directory() {
        ByteSink out = new ByteSink(1 << 16);
        long base = 0;
        for (int i = 0; i < blocks; i++) {
            entries[i].write(out, base);
            base = entries[i].offset();
        }
        return out;
    }

    private Part put(ByteSink bytes, long offset) throws IOException {
        ByteSink stored = new ByteSink(1 << 16);
        try (Compressor compressor = new Compressor(LEVEL)) {
            compressor.compress(bytes.array(), 0, bytes.size(), stored);
        }
        Disk.write(channel, offset, stored.array(), 0, stored.size());
        return new Part(offset, stored.size(), bytes.size(), Hashes.check(stored.array(), 0, stored.size()));
    }

    private Part putPlain(byte[] bytes, long offset) throws IOException {
        Disk.write(channel, offset, bytes, 0, bytes.length);
        return new Part(offset, bytes.length, bytes.length, Hashes.check(bytes, 0, bytes.length));
    }

    /** Closes the file; what is not sealed is lost but for the journal. */
    @Override
    public void close() throws IOException {
        reader.close();
        channel.close();
    }

    /** Deletes what is not sealed. */
    public void delete() throws IOException {
        Files.deleteIfExists(temporary);
    }
}
