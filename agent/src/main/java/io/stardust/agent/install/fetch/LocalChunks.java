package io.stardust.agent.install.fetch;

import io.stardust.protocol.pack.Chunks;
import io.stardust.protocol.pack.Manifest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where in the packages that are here the chunks of a wanted one lie, as far as length and mark tell. Reads directories
 * only. For one thread.
 */
final class LocalChunks implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalChunks.class);
    private static final int OFFSET = 48; // bits
    private static final long NOWHERE = -1;

    private final List<FileChannel> files = new ArrayList<>();
    private final long[] wanted;
    /** Of each wanted key: file and offset. */
    private final long[] places;

    private LocalChunks(Manifest manifest) {
        wanted = new long[manifest.count()];
        for (int i = 0; i < wanted.length; i++) wanted[i] = key(manifest.length(i), manifest.mark(i));
        Arrays.sort(wanted);
        places = new long[wanted.length];
        Arrays.fill(places, NOWHERE);
    }

    /** Looks through {@code packages}; one that cannot be read is left out. */
    static LocalChunks of(Manifest manifest, List<Path> packages) {
        LocalChunks chunks = new LocalChunks(manifest);
        for (Path file : packages) {
            try {
                chunks.add(FileChannel.open(file, StandardOpenOption.READ), manifest.grain());
            } catch (IOException e) {
                LOG.warn("kept package {}: not looked into: {}", file, e.toString());
            }
        }
        return chunks;
    }

    private void add(FileChannel file, int grain) throws IOException {
        long number = files.size();
        files.add(file);
        Chunks chunks = Chunks.of(file, grain);
        for (int i = 0; i < chunks.count(); i++) {
            int at = Arrays.binarySearch(wanted, key(chunks.length(i), chunks.mark(i)));
            if (at >= 0 && places[at] == NOWHERE) places[at] = number << OFFSET | chunks.start(i);
        }
    }

    private static long key(int length, int mark) {
        return (long) length << 32 | (mark & 0xFFFFFFFFL);
    }

    boolean has(int length, int mark) {
        return mark != Chunks.NO_MARK && place(length, mark) != NOWHERE;
    }

    /** Equal keys stand side by side; the search finds the same one of them every time. */
    private long place(int length, int mark) {
        return places[Arrays.binarySearch(wanted, key(length, mark))];
    }

    /** Reads from a chunk that is here, from its byte {@code skip} on; at least one byte. */
    void read(int length, int mark, long skip, ByteBuffer into) throws IOException {
        long place = place(length, mark);
        FileChannel file = files.get((int) (place >>> OFFSET));
        if (file.read(into, (place & ((1L << OFFSET) - 1)) + skip) < 0) {
            throw new IOException("a kept package became shorter");
        }
    }

    @Override
    public void close() throws IOException {
        for (FileChannel file : files) file.close();
    }
}
