package io.stardust.agent.supervise;

import io.stardust.protocol.loop.Loop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which files below some folders have changed, once they have been left alone for a while. The kernel tells
 * (inotify), so that ten thousand files cost nothing while nobody touches them; one thread for all, and none while
 * nothing is watched. A file that only goes is no change: whoever replaces it has not finished. Thread-safe.
 */
final class FileWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    private static final int MOST_FOLDERS = 10_000;
    private static final int MOST_NAMES = 100;
    private static final String OURS = ".stardust"; // the installer's, while it unpacks

    private final Duration quiet;
    private final LinkedBlockingQueue<Watching> coming = new LinkedBlockingQueue<>();
    private final List<Watching> all = new ArrayList<>();
    private @Nullable WatchService service;
    private boolean closed;

    /** @param quiet After the last change. */
    FileWatch(Duration quiet) {
        this.quiet = quiet;
    }

    /** Folders that are watched until somebody closes this. */
    static final class Watching {
        private final List<Path> roots;
        private final FilePatterns patterns;
        private final Consumer<List<String>> changed;
        private final TreeSet<String> names = new TreeSet<>();
        private final Map<WatchKey, Path> folders = new HashMap<>();
        private long last;
        private volatile boolean registered;
        private volatile boolean ended;

        Watching(List<Path> roots, FilePatterns patterns, Consumer<List<String>> changed) {
            this.roots = roots;
            this.patterns = patterns;
            this.changed = changed;
        }

        /** Nothing is told any more. */
        void end() {
            ended = true;
        }

        private void note(Path file) {
            if (names.size() >= MOST_NAMES) {
                last = System.nanoTime();
                return;
            }
            for (Path root : roots) {
                if (!file.startsWith(root)) continue;
                String path = root.relativize(file).toString();
                if (!patterns.match(path)) return;
                names.add(path);
                last = System.nanoTime();
                return;
            }
        }
    }

    /** @param changed Told on the watching thread, with the paths below the folder that was given. */
    synchronized Watching watch(List<Path> roots, FilePatterns patterns, Consumer<List<String>> changed) {
        Watching watching = new Watching(roots, patterns, changed);
        if (closed) return watching;
        coming.add(watching);
        all.add(watching);
        if (service != null) return watching;
        try {
            service = roots.getFirst().getFileSystem().newWatchService();
        } catch (IOException e) {
            throw new UncheckedIOException("no files can be watched", e);
        }
        WatchService told = service;
        Loop.of("file-watch", () -> goesOn() ? Boolean.TRUE : null, going -> look(told))
                .start();
        return watching;
    }

    private void look(WatchService told) throws InterruptedException {
        try {
            for (Watching each = coming.poll(); each != null; each = coming.poll()) {
                for (Path root : each.roots) register(told, each, root, false);
                each.registered = true;
            }
            WatchKey key = told.poll(quiet.toMillis() / 3 + 1, TimeUnit.MILLISECONDS);
            if (key != null) {
                List<WatchEvent<?>> events = key.pollEvents();
                for (Watching each : snapshot()) take(told, each, key, events);
                key.reset();
            }
            for (Watching each : snapshot()) tell(each);
        } catch (java.nio.file.ClosedWatchServiceException e) {
            LOG.debug("no longer watching files");
        }
    }

    /** All that is to be watched is. */
    synchronized boolean isWatching() {
        boolean waits = false;
        for (Watching each : all) waits |= !each.registered;
        return service != null && !waits;
    }

    private synchronized List<Watching> snapshot() {
        return List.copyOf(all);
    }

    /** Nothing left means that the thread ends; decided under the lock, so that nobody relies on it afterwards. */
    private synchronized boolean goesOn() {
        for (Watching each : List.copyOf(all)) {
            if (!each.ended) continue;
            all.remove(each);
            for (WatchKey key : each.folders.keySet()) {
                boolean shared = false;
                for (Watching other : all) shared |= other.folders.containsKey(key);
                if (!shared) key.cancel();
            }
        }
        if (!closed && !all.isEmpty()) return true;
        try {
            if (service != null) service.close();
        } catch (IOException e) {
            LOG.debug("watch not closed: {}", e.toString());
        }
        service = null;
        coming.clear();
        return false;
    }

    private void take(WatchService told, Watching of, WatchKey key, List<WatchEvent<?>> events) {
        Path folder = of.folders.get(key);
        if (folder == null || of.ended) return;
        for (WatchEvent<?> event : events) {
            if (!(event.context() instanceof Path name)) {
                of.names.add("many files"); // more than the kernel could tell
                of.last = System.nanoTime();
                continue;
            }
            Path file = folder.resolve(name);
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) register(told, of, file, true);
            else of.note(file);
        }
    }

    /** @param fresh What is already in there came after the watch began. */
    private void register(WatchService told, Watching of, Path top, boolean fresh) {
        try {
            Files.walkFileTree(top, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                        throws IOException {
                    if (folder.endsWith(OURS)) return FileVisitResult.SKIP_SUBTREE;
                    if (of.folders.size() >= MOST_FOLDERS)
                        throw new IOException("more than " + MOST_FOLDERS + " folders");
                    WatchKey key = folder.register(
                            told, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
                    of.folders.put(key, folder);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (fresh) of.note(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE; // gone again, or not ours to read
                }
            });
        } catch (IOException e) {
            LOG.warn("{}: not all changes of files will be seen: {}", top, e.toString());
        }
    }

    private void tell(Watching of) {
        if (of.ended || of.names.isEmpty() || System.nanoTime() - of.last < quiet.toNanos()) return;
        List<String> names = List.copyOf(of.names);
        of.names.clear();
        of.changed.accept(names);
    }

    /** Watches nothing any more. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            if (service != null) service.close();
        } catch (IOException e) {
            LOG.debug("watch not closed: {}", e.toString());
        }
    }
}
