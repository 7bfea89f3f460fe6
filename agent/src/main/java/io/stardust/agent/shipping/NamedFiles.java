package io.stardust.agent.shipping;

import io.stardust.agent.files.Folder;
import io.stardust.agent.files.Trouble;
import io.stardust.agent.supervise.output.Printed;
import io.stardust.agent.supervise.output.Written;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log files that one app names. A file that was renamed is followed under its new name, whether it is meant there
 * or not, until it is deleted; of too many those are followed that were written to last. For one thread.
 */
final class NamedFiles {
    private static final Logger LOG = LoggerFactory.getLogger(NamedFiles.class);

    /** So many are followed at a time. */
    static final int MOST = 20;
    /** So much is sent of what a file held before any was named. */
    static final long FIRST = 1 << 20;
    /** How often it is looked for new ones, if nothing happens to those that are followed. */
    static final Duration SEARCH = Duration.ofSeconds(5);

    private static final int SHARE = 20; // of the time goes into searches at most a 20th
    private static final int MOST_TOLD = 100;

    private final Printed app;
    private final String machineLife;
    private final RandomGenerator random;
    private final List<NamedFile> files = new ArrayList<>();
    private final Set<String> told = new HashSet<>();
    private Map<Path, FoundFile> others = Map.of(); // were there at the last search, and are not followed
    private @Nullable Written written; // null until the first search
    private long searched; // ns
    private long took; // ns

    /** @param machineLife Names this life of the machine. */
    NamedFiles(Printed app, String machineLife, RandomGenerator random) {
        this.app = app;
        this.machineLife = machineLife;
        this.random = random;
    }

    Printed app() {
        return app;
    }

    /** Sees what became of the files, and looks for others now and then; returns those that are followed. */
    List<NamedFile> look(Written wanted, List<Path> readable, long now) {
        boolean changed = false;
        for (NamedFile each : files) changed |= !isThere(each);
        long rest = changed ? 0 : SEARCH.toNanos();
        if (!wanted.equals(written) || now - searched >= Math.max(rest, took * SHARE)) {
            long begin = System.nanoTime();
            search(wanted, new FileSearch(wanted, readable, this::tell));
            took = System.nanoTime() - begin;
            searched = now;
        }
        return List.copyOf(files);
    }

    /** One that cannot be read is there. */
    private boolean isThere(NamedFile file) {
        try {
            return file.look();
        } catch (IOException e) {
            tell(Trouble.words(e));
            return true;
        }
    }

    private void search(Written wanted, FileSearch search) {
        List<FoundFile> fresh = new ArrayList<>(search.find());
        boolean first = written == null;
        boolean known = resume(search, fresh);
        for (NamedFile each : List.copyOf(files)) {
            if (!isFollowed(each, fresh, search)) end(each);
        }
        Map<Path, FoundFile> leftOut = bound(fresh);
        for (FoundFile each : fresh) {
            try {
                follow(each, first && !known);
            } catch (NoSuchFileException _) {
                // not any more
            } catch (IOException e) {
                tell(Trouble.words(e));
            }
        }
        others = leftOut;
        written = wanted;
    }

    /** Goes on with what was sent before, by an earlier agent or while its folder was there; false if nothing was. */
    private boolean resume(FileSearch search, List<FoundFile> found) {
        Set<Path> followed = new HashSet<>();
        for (NamedFile each : files) followed.add(each.cursor());
        List<Path> all = cursors(app.log().cursor());
        for (Path each : all) {
            if (followed.contains(each)) continue;
            try {
                resume(search, found, each);
            } catch (NoSuchFileException _) {
                // its folder is not there: perhaps a disk that is not mounted yet
            } catch (IOException e) {
                tell(Trouble.words(e));
            }
        }
        return !all.isEmpty();
    }

    private void resume(FileSearch search, List<FoundFile> found, Path cursor) throws IOException {
        Cursor kept = new CursorFile(cursor).read();
        FileMark mark = kept == null ? null : kept.file();
        FoundFile there = mark == null ? null : find(search, found, mark);
        if (kept == null || mark == null || there == null || isFollowed(there)) {
            Files.deleteIfExists(cursor);
            return;
        }
        boolean booted = !kept.boot().equals(machineLife);
        NamedFile file = NamedFile.resume(app, cursor, there, mark, kept.reached(), booted);
        files.add(file);
        isThere(file);
    }

    private boolean isFollowed(FoundFile there) {
        for (NamedFile each : files) if (there.hasNumberOf(each.inode(), each.path())) return true;
        return false;
    }

    private static @Nullable FoundFile find(FileSearch search, List<FoundFile> found, FileMark mark)
            throws IOException {
        Path path = Path.of(mark.path());
        Path root = search.root(path);
        if (root == null || !search.means(mark.name())) return null;
        FoundFile there = numbered(found, mark.inode(), path);
        if (there == null) there = beside(root, path, mark.inode());
        boolean same =
                there != null && (there.path().equals(path) || mark.print().fits(there.first()));
        return same ? there : null;
    }

    private static @Nullable FoundFile numbered(List<FoundFile> found, long inode, Path path) {
        for (FoundFile each : found) if (each.hasNumberOf(inode, path)) return each;
        return null;
    }

    /**
     * The file of that number in the same folder, whatever it is called.
     *
     * @throws NoSuchFileException if the folder is gone
     */
    private static @Nullable FoundFile beside(Path root, Path path, long inode) throws IOException {
        if (inode == 0) return null;
        try (Folder folder = FoundFile.around(root, path)) {
            for (String name : folder.names()) {
                FoundFile there = numbered(folder, name, root, path.resolveSibling(name), inode);
                if (there != null) return there;
            }
        }
        return null;
    }

    private static @Nullable FoundFile numbered(Folder folder, String name, Path root, Path path, long inode)
            throws IOException {
        try {
            BasicFileAttributes what = folder.attributes(name);
            if (folder.inode(name) != inode || !what.isRegularFile() || folder.links(name) > 1) return null;
            long modified = what.lastModifiedTime().toMillis();
            return new FoundFile(root, path, name, inode, what.size(), modified);
        } catch (NoSuchFileException _) {
            return null; // it went just now
        }
    }

    /** Takes the file out of {@code found} if it is there; false when it is gone, or is not wanted any more. */
    private boolean isFollowed(NamedFile file, List<FoundFile> found, FileSearch search) {
        if (!search.means(file.mark().name())) return false;
        try {
            FoundFile there = numbered(found, file.inode(), file.path());
            if (there == null) there = beside(file.root(), file.path(), file.inode());
            if (there == null || !file.moved(there)) return false;
            found.remove(there);
            isThere(file);
            return true;
        } catch (NoSuchFileException _) {
            files.remove(file); // with its folder; its cursor stays, in case that comes back
            return true;
        } catch (IOException e) {
            tell(Trouble.words(e));
            found.removeIf(each -> each.hasNumberOf(file.inode(), file.path()));
            return true;
        }
    }

    /** Leaves out what was written to the longest ago. */
    private Map<Path, FoundFile> bound(List<FoundFile> fresh) {
        Map<Path, FoundFile> leftOut = new HashMap<>();
        fresh.removeIf(each -> each.size() == 0 && leftOut.put(each.path(), each) == null);
        fresh.sort(Comparator.comparingLong(FoundFile::modified).reversed());
        files.sort(Comparator.comparingLong(NamedFile::modified).reversed());
        int all = files.size() + fresh.size();
        if (all > MOST) tell("more than %d log files, of which the last are followed".formatted(MOST));
        while (files.size() + fresh.size() > MOST) {
            boolean known = fresh.isEmpty()
                    || (!files.isEmpty()
                            && files.getLast().modified() < fresh.getLast().modified());
            FoundFile out = known ? end(files.getLast()) : fresh.removeLast();
            leftOut.put(out.path(), out);
        }
        return leftOut;
    }

    private FoundFile end(NamedFile file) {
        files.remove(file);
        try {
            Files.deleteIfExists(file.cursor());
        } catch (IOException e) {
            LOG.debug("{}: a cursor is left over: {}", app.name(), e.toString());
        }
        return new FoundFile(file.root(), file.path(), "", file.inode(), file.length(), file.modified());
    }

    /** @param atFirst No file was followed before. */
    private void follow(FoundFile found, boolean atFirst) throws IOException {
        FoundFile before = others.get(found.path());
        long skip = 0;
        if (before != null && before.inode() == found.inode()) skip = before.size() <= found.size() ? before.size() : 0;
        else if (atFirst) skip = Math.max(0, found.size() - FIRST);
        else for (NamedFile each : files) skip = Math.max(skip, each.copied(found));
        String id = HexFormat.of().toHexDigits(random.nextLong());
        Path cursor = app.log().cursor().resolveSibling("file-" + id + ".cursor");
        NamedFile file = NamedFile.begin(app, cursor, found, skip);
        if (file.look()) files.add(file);
    }

    /** The cursors of files that lie beside the cursor of what an app prints. */
    static List<Path> cursors(Path beside) {
        Path folder = beside.getParent();
        List<Path> all = new ArrayList<>();
        if (folder == null || !Files.isDirectory(folder)) return all;
        try (DirectoryStream<Path> each = Files.newDirectoryStream(folder, "file-*.cursor")) {
            each.forEach(all::add);
        } catch (IOException e) {
            LOG.warn("{}: which files were sent cannot be read: {}", folder, e.toString());
        }
        return all;
    }

    /** None is named any more. */
    void end() {
        for (NamedFile each : List.copyOf(files)) end(each);
    }

    /** Once each. */
    private void tell(String words) {
        if (told.size() < MOST_TOLD && told.add(words)) LOG.warn("{}: {}", app.name(), words);
    }
}
