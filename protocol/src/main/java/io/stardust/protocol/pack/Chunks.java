package io.stardust.protocol.pack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A package cut where its entries begin, those of stored jars in it too: consecutive, without gaps, from the first byte
 * to the last. Each chunk has a <em>mark</em>, made of what the zips' own directories say of it, so that two packages
 * can be compared without reading their data. Two chunks of one length and one mark are most likely the same; only a
 * hash proves it. Immutable once cut.
 */
public final class Chunks {
    /** The mark of what no directory speaks of; equal to nothing. */
    public static final int NO_MARK = 0;

    static final int MIN_GRAIN = 2 << 10; // bytes
    private static final int MIN_PIECE = 1 << 20;
    private static final int PER_PACKAGE = 4096;
    /**
     * A group of small entries ends at every fourth name or so, whatever came before: cuts find back after a change.
     */
    private static final int NAMES = 3;

    private static final int GRAINS = 4;

    private final long size;
    private final int grain;
    private final @Nullable List<String> paths;
    private final CRC32 mark = new CRC32();
    private long[] starts = new long[64];
    private int[] marks = new int[64];
    private int[] entries = new int[64];
    private int count;
    private long start; // of the chunk that is being gathered
    private int begun; // entries that begin in it
    private boolean marked;
    private String path = "";

    private Chunks(long size, int grain, boolean paths) {
        this.size = size;
        this.grain = grain;
        this.paths = paths ? new ArrayList<>() : null;
    }

    /** The grain of a package of {@code size} bytes: the same for packages of about the same size. */
    static int grain(long size) {
        long wanted = Math.max(MIN_GRAIN, size / PER_PACKAGE);
        return (int) Math.min(1 << 28, Long.highestOneBit(wanted - 1) << 1);
    }

    /**
     * Cuts {@code zip}. What cannot be read as a zip is cut into pieces without marks.
     *
     * @param grain smaller entries are gathered to so many bytes or more
     */
    public static Chunks of(FileChannel zip, int grain) throws IOException {
        return of(zip, grain, false);
    }

    static Chunks of(FileChannel zip, int grain, boolean paths) throws IOException {
        Chunks chunks = new Chunks(zip.size(), grain, paths);
        new ZipCuts(zip, chunks).cut();
        chunks.close(chunks.size);
        return chunks;
    }

    public int count() {
        return count;
    }

    /** Where chunk {@code i} begins; of the one behind the last: the size of the package. */
    public long start(int i) {
        return i == count ? size : starts[i];
    }

    public int length(int i) {
        return (int) (start(i + 1) - starts[i]);
    }

    public int mark(int i) {
        return marks[i];
    }

    int grain() {
        return grain;
    }

    int entries(int i) {
        return entries[i];
    }

    /** Whether {@link #path} is asked for. */
    boolean named() {
        return paths != null;
    }

    String path(int i) {
        return paths == null ? "" : paths.get(i);
    }

    /** Entries whose data is as large stand alone, apart from the header in front, which holds their time. */
    boolean large(long bytes) {
        return bytes >= GRAINS * (long) grain;
    }

    /**
     * An entry begins at {@code position}; {@code entryMark} tells its content, {@code name} its place in the order.
     */
    void entry(long position, int entryMark, int name, String entryPath) {
        long gathered = position - start;
        if (gathered >= grain && ((name & NAMES) == 0 || gathered >= GRAINS * (long) grain)) close(position);
        if (begun++ == 0 && !marked) path = entryPath;
        says(entryMark);
    }

    /** A cut for sure. Nothing is known yet of what follows. */
    void cut(long position, String what) {
        close(position);
        path = what;
    }

    /** The directory says this of the chunk that is being gathered. */
    void says(int part) {
        for (int shift = 0; shift < 32; shift += 8) mark.update(part >>> shift);
        marked = true;
    }

    private void close(long end) {
        if (end <= start) return;
        long piece = Math.max(MIN_PIECE, GRAINS * (long) grain);
        int first = (int) mark.getValue();
        for (int i = 0; start < end; i++) {
            int told = marked ? first + i : NO_MARK;
            add(told == NO_MARK && marked ? 1 : told, i == 0 ? begun : 0);
            start = Math.min(end, start + piece);
        }
        mark.reset();
        marked = false;
        begun = 0;
    }

    private void add(int chunkMark, int chunkEntries) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            marks = Arrays.copyOf(marks, count * 2);
            entries = Arrays.copyOf(entries, count * 2);
        }
        starts[count] = start;
        marks[count] = chunkMark;
        entries[count] = chunkEntries;
        if (paths != null) paths.add(path);
        count++;
    }
}
