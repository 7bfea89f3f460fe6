package io.stardust.server.registry;

import io.stardust.protocol.loop.Loop;
import io.stardust.server.db.OwnerOnly;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registrations on disk, in a folder of their own: {@code base-N}, what held when N was begun, and
 * {@code journal-N} and later, one line for each change since. A line is with the kernel when {@link #put} returns, so
 * that it outlives this process, and on the disk a second later. Reading takes a line by its checksum; what does not
 * fit is left out, be it the torn end of a life or a forgery. Thread-safe.
 *
 * <p>A disk that takes nothing keeps nobody from registering: it is logged, and all is written anew when it can be.
 */
final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    /** Lines of which a file may consist before it is rewritten. */
    private static final int WORTH = 2_000;

    private final Path folder;
    private final Supplier<Collection<Registration>> living;
    private final Loop loop = Loop.every("registry-journal", TICK, this::tick);
    private @Nullable FileOutputStream out; // this and what follows guarded by this
    private long number;
    private long lines;
    private boolean unsynced;
    private boolean failed;
    private boolean several;

    /** @param living tells what holds; each id in it, if changed meanwhile, as it was or as it is */
    Journal(Path folder, Supplier<Collection<Registration>> living) {
        this.folder = folder;
        this.living = living;
    }

    /**
     * Opens it and returns what it holds.
     *
     * @throws IllegalStateException if the folder cannot be used
     */
    synchronized Collection<Registration> open() {
        try {
            Files.createDirectories(folder, OwnerOnly.folder());
            Map<Long, Registration> held = new TreeMap<>();
            JournalFiles files = JournalFiles.in(folder);
            for (Path file : files.current()) lines += JournalLines.read(file, held);
            number = files.newest() + 1;
            several = !files.current().isEmpty();
            out = append(folder.resolve(JournalFiles.journal(number)));
            return List.copyOf(held.values());
        } catch (IOException e) {
            throw new IllegalStateException("%s: cannot be used: %s".formatted(folder, e), e);
        }
    }

    /** Begins to sync. */
    void start() {
        loop.start();
    }

    Loop loop() {
        return loop;
    }

    /** Writes that {@code registration} holds. */
    void put(Registration registration) {
        write(JournalLines.put(registration));
    }

    /** Writes that the registration {@code id} is over. */
    void remove(long id) {
        write(JournalLines.remove(id));
    }

    private void write(byte[] line) {
        synchronized (this) {
            lines++;
            if (failed || out == null) return;
            try {
                out.write(line);
                unsynced = true;
            } catch (IOException e) {
                failed = true;
                LOG.error("{}: takes no more registrations; they are kept in memory alone", folder, e);
            }
        }
    }

    /** Syncs, and rewrites when that is worth it. */
    void tick() throws IOException {
        @Nullable FileOutputStream toSync = null;
        boolean rewrite;
        synchronized (this) {
            if (unsynced) toSync = out;
            unsynced = false;
            rewrite = failed || several || lines > WORTH;
        }
        if (toSync != null) toSync.getFD().sync(); // not under the lock: who registers does not wait for the disk
        if (!rewrite) return;
        Collection<Registration> now = living.get();
        synchronized (this) {
            if (!failed && !several && lines <= WORTH + 2L * now.size()) return;
        }
        rewrite();
    }

    /**
     * Writes all that holds into a new base. What changes meanwhile goes into the journal that begins before it, and is
     * said again by reading that one after the base: a line says what holds, not what is to be done.
     */
    void rewrite() throws IOException {
        long next;
        synchronized (this) {
            next = number + 1;
            FileOutputStream begun = append(folder.resolve(JournalFiles.journal(next)));
            if (out != null) out.close();
            out = begun;
            number = next;
            lines = 0;
            failed = false;
        }
        Collection<Registration> all = living.get();
        Path made = folder.resolve(JournalFiles.base(next) + JournalFiles.UNFINISHED);
        JournalLines.writeBase(made, all);
        Files.move(made, folder.resolve(JournalFiles.base(next)), StandardCopyOption.ATOMIC_MOVE);
        JournalFiles.sync(folder);
        JournalFiles.in(folder).removeBefore(next);
        synchronized (this) {
            several = false;
            lines += all.size();
        }
        LOG.debug("{}: rewritten, {} registrations", folder, all.size());
    }

    private static FileOutputStream append(Path file) throws IOException {
        OwnerOnly.create(file);
        return new FileOutputStream(file.toFile(), true); // no channel: an interrupt of who registers would close that
    }

    @Override
    public void close() throws IOException {
        loop.close();
        loop.join(Duration.ofSeconds(5));
        synchronized (this) {
            if (out == null) return;
            out.getFD().sync();
            out.close();
            out = null;
        }
    }
}
