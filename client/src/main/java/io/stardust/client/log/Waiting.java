package io.stardust.client.log;

import io.stardust.protocol.FileFailure;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Batches that the server has not taken yet, the oldest first: each a file {@code NUMBER.otlp} in a folder, or in
 * memory where there is none or the disk fails. Bounded by bytes. For one thread.
 */
final class Waiting {
    private static final System.Logger LOG = System.getLogger("io.stardust.client.log");
    private static final String SUFFIX = ".otlp";

    private final @Nullable Path folder;
    private final long maxBytes;
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private long bytes;
    private boolean failing;

    /** @param held null: it is in its file */
    private record Entry(long size, @Nullable Held held) {}

    /** Bytes in memory. */
    private static final class Held {
        final byte[] body;

        Held(byte[] body) {
            this.body = body;
        }
    }

    /** Takes on what an earlier process left in {@code folder}. */
    Waiting(@Nullable Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        if (folder != null) load(folder);
    }

    private void load(Path from) {
        try {
            Files.createDirectories(from);
            try (Stream<Path> files = Files.list(from)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    String name = String.valueOf(file.getFileName());
                    if (!name.matches("\\d{1,18}\\.otlp")) continue;
                    long number = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
                    entries.put(number, new Entry(Files.size(file), null));
                    bytes += Files.size(file);
                }
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException e) {
        if (!failing) LOG.log(Level.WARNING, folder + ": logs wait in memory: " + FileFailure.why(e));
        failing = true;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The highest number there is; 0: none. */
    long last() {
        return entries.isEmpty() ? 0 : entries.lastKey();
    }

    long oldest() {
        return entries.firstKey();
    }

    /** Keeps a batch; returns how many older ones had to go for it. */
    int add(long number, byte[] body) {
        entries.put(number, new Entry(body.length, saved(number, body) ? null : new Held(body)));
        bytes += body.length;
        int dropped = 0;
        while (bytes > maxBytes && entries.size() > 1) {
            remove(entries.firstKey());
            dropped++;
        }
        return dropped;
    }

    private boolean saved(long number, byte[] body) {
        if (folder == null) return false;
        try {
            Path part = folder.resolve(number + ".tmp");
            Files.write(part, body);
            Files.move(part, file(folder, number), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            failing = false;
            return true;
        } catch (IOException e) {
            failed(e);
            return false;
        }
    }

    private static Path file(Path folder, long number) {
        return folder.resolve(number + SUFFIX);
    }

    /** What a batch holds; null when its file is gone. */
    byte @Nullable [] read(long number) {
        @Nullable Entry entry = entries.get(number);
        if (entry == null) return null;
        if (entry.held() != null) return entry.held().body;
        if (folder == null) return null;
        try {
            return Files.readAllBytes(file(folder, number));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            failed(e);
            return null;
        }
    }

    void remove(long number) {
        @Nullable Entry gone = entries.remove(number);
        if (gone == null) return;
        bytes -= gone.size();
        if (gone.held() != null || folder == null) return;
        try {
            Files.deleteIfExists(file(folder, number));
        } catch (IOException e) {
            failed(e);
        }
    }
}
