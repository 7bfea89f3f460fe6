package io.stardust.client.log;

import io.stardust.protocol.FileFailure;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Batches that the server has not taken yet, the oldest first: each a file {@code NUMBER.EVENTS.otlp} in a folder, or
 * in memory where there is none or the disk fails. Bounded by bytes. For one thread.
 */
final class Waiting {
    private static final System.Logger LOG = System.getLogger("io.stardust.client.log");
    private static final Pattern NAME = Pattern.compile("(\\d{1,18})\\.(\\d{1,9})\\.otlp");

    private final @Nullable Path folder;
    private final long maxBytes;
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private long bytes;
    private boolean failing;

    /** @param held null: it is in its file */
    private record Entry(long size, int events, @Nullable Held held) {}

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
                    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
                    if (!name.matches()) continue;
                    long size = Files.size(file);
                    entries.put(Long.parseLong(name.group(1)), new Entry(size, Integer.parseInt(name.group(2)), null));
                    bytes += size;
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

    int events(long number) {
        @Nullable Entry entry = entries.get(number);
        return entry == null ? 0 : entry.events();
    }

    /** Keeps a batch; returns how many events of older ones had to go for it. */
    long add(long number, byte[] body, int events) {
        entries.put(number, new Entry(body.length, events, saved(number, body, events) ? null : new Held(body)));
        bytes += body.length;
        long dropped = 0;
        while (bytes > maxBytes && entries.size() > 1) {
            dropped += entries.firstEntry().getValue().events();
            remove(entries.firstKey());
        }
        return dropped;
    }

    private boolean saved(long number, byte[] body, int events) {
        if (folder == null) return false;
        try {
            Path part = folder.resolve(number + ".tmp");
            Files.write(part, body);
            Path file = file(folder, number, events);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            failing = false;
            return true;
        } catch (IOException e) {
            failed(e);
            return false;
        }
    }

    private static Path file(Path folder, long number, int events) {
        return folder.resolve(number + "." + events + ".otlp");
    }

    /** What a batch holds; null when its file is gone. */
    byte @Nullable [] read(long number) {
        @Nullable Entry entry = entries.get(number);
        if (entry == null) return null;
        if (entry.held() != null) return entry.held().body;
        if (folder == null) return null;
        try {
            return Files.readAllBytes(file(folder, number, entry.events()));
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
            Files.deleteIfExists(file(folder, number, gone.events()));
        } catch (IOException e) {
            failed(e);
        }
    }
}
