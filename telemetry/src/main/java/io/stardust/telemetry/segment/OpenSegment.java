package io.stardust.telemetry.segment;

import io.stardust.telemetry.block.Block;
import io.stardust.telemetry.block.BlockEntry;
import io.stardust.telemetry.block.Filter;
import io.stardust.telemetry.block.PackedBlock;
import io.stardust.telemetry.block.Template;
import io.stardust.telemetry.block.Templates;
import io.stardust.telemetry.bytes.ByteSource;
import io.stardust.telemetry.bytes.DamagedData;
import io.stardust.telemetry.bytes.Decompressor;
import io.stardust.telemetry.bytes.Hashes;
import io.stardust.telemetry.segment.SegmentFormat.Part;
import io.stardust.telemetry.segment.SegmentFormat.Trailer;
import java.io.IOException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sealed segment with its templates in memory, and its directory once somebody asks for a block: for most words the
 * filters say that there is none. Thread-safe.
 */
final class OpenSegment implements SegmentView, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSegment.class);

    private final Segment segment;
    private final Template[] templates;
    private final FileReader reader;
    private volatile BlockEntry @Nullable [] entries;
    private @Nullable WordFilter words; // guarded by this

    OpenSegment(Segment segment) throws IOException {
        this.segment = segment;
        this.reader = new FileReader(segment.file(), segment.file());
        Trailer trailer = segment.trailer();
        boolean done = false;
        try {
            templates = templates(unpacked(trailer.dictionary()), trailer.templates());
            done = true;
        } finally {
            if (!done) reader.close();
        }
    }

    private static Template[] templates(byte[] bytes, int count) throws DamagedData {
        ByteSource in = new ByteSource(bytes);
        if (count > Templates.MAX_COUNT) throw new DamagedData(count + " templates");
        Template[] templates = new Template[count];
        for (int i = 0; i < count; i++) templates[i] = Template.read(in.bytes(in.count(in.left())));
        return templates;
    }

    private static BlockEntry[] entries(byte[] bytes, Trailer trailer) throws DamagedData {
        ByteSource in = new ByteSource(bytes);
        BlockEntry[] entries = new BlockEntry[trailer.blocks()];
        long base = 0;
        for (int i = 0; i < entries.length; i++) {
            entries[i] = BlockEntry.read(in, base, trailer.templates());
            base = entries[i].offset();
        }
        return entries;
    }

    private byte[] unpacked(Part part) throws IOException {
        byte[] stored = checked(part);
        return Decompressor.open(stored, 0, stored.length, part.unpacked());
    }

    private byte[] checked(Part part) throws IOException {
        byte[] stored = reader.read(part.offset(), part.stored());
        if (Hashes.check(stored, 0, stored.length) != part.check()) {
            throw new DamagedData("what lies at " + part.offset() + " does not match its check");
        }
        return stored;
    }

    @Override
    public long number() {
        return segment.number();
    }

    @Override
    public int blocks() {
        return segment.trailer().blocks();
    }

    @Override
    public BlockEntry entry(int block) throws IOException {
        BlockEntry[] known = entries;
        return (known == null ? readEntries() : known)[block];
    }

    private synchronized BlockEntry[] readEntries() throws IOException {
        BlockEntry[] known = entries;
        if (known == null) {
            Trailer trailer = segment.trailer();
            known = entries(unpacked(trailer.directory()), trailer);
            entries = known;
        }
        return known;
    }

    @Override
    public int templates() {
        return templates.length;
    }

    @Override
    public Template template(int number) throws DamagedData {
        if (number < 1 || number > templates.length) throw new DamagedData("template " + number);
        return templates[number - 1];
    }

    @Override
    public Block open(int block) throws IOException {
        return PackedBlock.open(entry(block), reader::read, this::template);
    }

    @Override
    public void restrict(long hash, BitSet candidates) throws IOException {
        Trailer trailer = segment.trailer();
        int blocks = trailer.blocks();
        if (Slices.length(blocks, trailer.folds()) != trailer.slices().stored()) {
            throw new DamagedData("filters of " + trailer.slices().stored() + " bytes");
        }
        for (int probe = 0; probe < Filter.PROBES && !candidates.isEmpty(); probe++) {
            int slice = Slices.slice(hash, probe, trailer.folds());
            long at = trailer.slices().offset() + Slices.offset(slice, blocks);
            try {
                Slices.restrict(reader.read(at, Slices.stride(blocks)), slice, candidates);
            } catch (DamagedData e) {
                LOG.warn("{}: {}; its blocks are read instead", segment, e.getMessage());
            }
        }
    }

    @Override
    public boolean mayHaveWord(long hash) throws IOException {
        return words().mayHave(hash);
    }

    private synchronized WordFilter words() throws IOException {
        WordFilter known = words;
        if (known == null) {
            known = WordFilter.read(checked(segment.trailer().words()));
            words = known;
        }
        return known;
    }

    /** About how many bytes of memory it takes. */
    long memory() {
        Trailer trailer = segment.trailer();
        long held = 2L * trailer.dictionary().unpacked() + 2L * trailer.words().unpacked();
        return entries == null ? held : held + 6L * trailer.directory().unpacked();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
