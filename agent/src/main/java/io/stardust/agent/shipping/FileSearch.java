package io.stardust.agent.shipping;

import io.stardust.agent.files.Folder;
import io.stardust.agent.files.Glob;
import io.stardust.agent.files.Trouble;
import io.stardust.agent.supervise.output.Written;
import io.stardust.protocol.deploy.OutputHead;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that an app names, below folders that may be read. Goes there name by name and through no link: an
 * app must not choose what a powerful agent reads. For one search.
 */
final class FileSearch {
    private static final int MOST = 10_000;
    private static final Set<String> PACKED = Set.of("gz", "zip", "bz2", "xz", "zst", "7z", "lz4");
    private static final boolean WINDOWS = java.io.File.separatorChar == '\\';

    private final Written written;
    private final List<Path> readable;
    private final Consumer<String> tell;
    private final Map<Path, FoundFile> found = new LinkedHashMap<>();

    /**
     * @param readable Folders below which files may be read, besides the app's own.
     * @param tell What people should know.
     */
    FileSearch(Written written, List<Path> readable, Consumer<String> tell) {
        this.written = written;
        this.readable = readable;
        this.tell = tell;
    }

    List<FoundFile> find() {
        for (String each : written.patterns().split(";")) {
            String pattern = WINDOWS ? each.strip().replace('\\', '/') : each.strip();
            if (!pattern.isEmpty()) find(pattern);
        }
        return List.copyOf(found.values());
    }

    /** Whether a file is meant that was called so when it was found. */
    boolean means(String file) {
        List<String> wanted = names(file);
        for (String each : written.patterns().split(";")) {
            List<String> pattern = names(WINDOWS ? each.strip().replace('\\', '/') : each.strip());
            boolean fits = pattern.size() == wanted.size() && each.strip().startsWith("/") == file.startsWith("/");
            for (int i = 0; fits && i < pattern.size(); i++) fits = Glob.matches(pattern.get(i), wanted.get(i));
            if (fits) return true;
        }
        return false;
    }

    private static List<String> names(String path) {
        List<String> names = new ArrayList<>();
        for (String name : path.split("/")) if (!name.isEmpty() && !name.equals(".")) names.add(name);
        return names;
    }

    /** The folder with that file below which no link is followed; null when it may not be read. */
    @Nullable
    Path root(Path file) {
        Path own = own();
        return own != null && file.startsWith(own) ? own : root(text(file));
    }

    private @Nullable Path own() {
        return written.own() || root(text(written.folder()) + "/") != null ? written.folder() : null;
    }

    private void find(String pattern) {
        boolean absolute = pattern.startsWith("/") || (WINDOWS && pattern.indexOf(':') == 1);
        Path root = absolute ? root(pattern) : own();
        if (root == null) {
            tell.accept("log files %s are below no folder that may be read, see commands.tail".formatted(pattern));
            return;
        }
        List<String> names = names(absolute ? pattern.substring(text(root).length()) : pattern);
        if (names.isEmpty() || names.contains("..")) {
            tell.accept("log files %s: no file can be called so".formatted(pattern));
            return;
        }
        try (Folder folder = Folder.open(root)) {
            walk(folder, root, root, names, absolute);
        } catch (NoSuchFileException _) {
            // not yet
        } catch (IOException e) {
            tell.accept("log files %s: %s".formatted(pattern, Trouble.words(e)));
        }
    }

    /** The folder that may be read and holds what is called so. */
    private @Nullable Path root(String path) {
        for (Path each : readable) if (path.startsWith(text(each) + "/")) return each;
        return null;
    }

    private static String text(Path path) {
        return WINDOWS ? path.toString().replace('\\', '/') : path.toString();
    }

    private void walk(Folder folder, Path root, Path at, List<String> names, boolean absolute) throws IOException {
        String wanted = names.getFirst();
        for (String name : Glob.is(wanted) ? folder.names() : List.of(wanted)) {
            if (Glob.is(wanted) && !Glob.matches(wanted, name)) continue;
            if (found.size() >= MOST) return;
            Path path = at.resolve(name);
            try {
                BasicFileAttributes what = folder.attributes(name);
                if (what.isSymbolicLink()) {
                    tell.accept(path + " is a symbolic link, which is not followed");
                } else if (names.size() > 1 && what.isDirectory()) {
                    try (Folder inner = folder.folder(name)) {
                        walk(inner, root, path, names.subList(1, names.size()), absolute);
                    }
                } else if (names.size() == 1 && what.isRegularFile() && !isPacked(name)) {
                    add(folder, root, path, what, absolute);
                }
            } catch (NoSuchFileException _) {
                // not yet, or not any more
            } catch (IOException e) {
                tell.accept(Trouble.words(e));
            }
        }
    }

    private void add(Folder folder, Path root, Path path, BasicFileAttributes what, boolean absolute)
            throws IOException {
        String own = String.valueOf(path.getFileName());
        String name = text(absolute ? path : root.relativize(path));
        if (folder.links(own) > 1) {
            tell.accept(path + " has a second name elsewhere, it is not read");
        } else if (name.length() > OutputHead.FILE) {
            tell.accept(path + " has too long a name, it is not read");
        } else {
            long modified = what.lastModifiedTime().toMillis();
            found.put(path, new FoundFile(root, path, name, folder.inode(own), what.size(), modified));
        }
    }

    private static boolean isPacked(String name) {
        return PACKED.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }
}
