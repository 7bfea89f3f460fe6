package io.stardust.agent.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Goes to a folder, name by name. An agent that is root follows only links that root has made in folders of root: any
 * other link may be an app's, which must not choose where root writes.
 */
final class Way {
    private static final int MAX_LINKS = 40; // as the kernel has it
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private Way() {}

    static Folder open(Path absolute, boolean make) throws IOException {
        Path path = absolute.toAbsolutePath().normalize();
        if (!Handle.exists()) {
            if (make) Files.createDirectories(path);
            else if (!Files.isDirectory(path)) throw new NoSuchFileException(path.toString());
            return new Folder(null, path);
        }
        Deque<String> left = new ArrayDeque<>();
        for (Path name : path) left.add(name.toString());
        Folder at = root();
        try {
            int links = 0;
            while (!left.isEmpty()) {
                String name = left.remove();
                Path target = target(at, name);
                if (target == null) {
                    at = step(at, name, make);
                    continue;
                }
                if (++links > MAX_LINKS) throw new FileSystemException(path.toString(), null, "has too many links");
                for (int i = target.getNameCount() - 1; i >= 0; i--)
                    left.push(target.getName(i).toString());
                if (target.isAbsolute()) {
                    at.close();
                    at = root();
                }
            }
            return at;
        } catch (IOException | RuntimeException e) {
            at.close();
            throw e;
        }
    }

    private static Folder root() throws IOException {
        Handle root = Handle.folder(Path.of("/"));
        if (root == null) throw new FileSystemException("/", null, "cannot be opened");
        return new Folder(root, Path.of("/"));
    }

    private static Folder step(Folder from, String name, boolean make) throws IOException {
        if (make && !from.has(name)) {
            try {
                from.makeFolder(name, "rwxr-xr-x");
            } catch (FileAlreadyExistsException _) {
                // somebody else made it just now
            }
        }
        Folder next = from.folder(name);
        from.close();
        return next;
    }

    /** Where a link leads; null when {@code name} is none. */
    private static @Nullable Path target(Folder folder, String name) throws IOException {
        Path link = folder.at(name);
        if (!Files.isSymbolicLink(link)) return null;
        boolean ours = !ROOT || (isRoots(folder.path()) && isRoots(link, LinkOption.NOFOLLOW_LINKS));
        if (!ours) {
            String why = "is a symbolic link that somebody other than root can set";
            throw new FileSystemException(folder.shown(name).toString(), null, why);
        }
        return Files.readSymbolicLink(link);
    }

    private static boolean isRoots(Path path, LinkOption... options) throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(path, "unix:uid", options));
    }
}
