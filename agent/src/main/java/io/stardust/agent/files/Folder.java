package io.stardust.agent.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder held by a handle: what is done in it is done in this very folder, also when somebody who may write beside it
 * exchanges it for a link meanwhile. For whatever a powerful agent does where apps' users may write. No method follows
 * a link at the name it is given. Messages name the path under which the folder was opened. Where the system has no
 * handles, plain paths must do. For one thread.
 */
public final class Folder implements AutoCloseable {
    static final int MAX_DEPTH = 500;
    private static final boolean UNIX =
            Path.of("").getFileSystem().supportedFileAttributeViews().contains("unix");

    private final @Nullable Handle handle;
    private final Path path; // that leads here
    private final Path shown;

    Folder(@Nullable Handle handle, Path shown) {
        this.handle = handle;
        this.path = handle == null ? shown : handle.path();
        this.shown = shown;
    }

    /**
     * Opens a folder. Links on the way are followed only where they are the administrator's, see {@link Way}.
     *
     * @throws NoSuchFileException if it or a folder on the way is not there
     */
    public static Folder open(Path absolute) throws IOException {
        return Way.open(absolute, false);
    }

    /** As {@link #open}; makes what is missing. */
    public static Folder make(Path absolute) throws IOException {
        return Way.open(absolute, true);
    }

    /** The folder that holds {@code absolute}, which itself is not touched. */
    public static Folder around(Path absolute) throws IOException {
        Path parent = absolute.getParent();
        if (parent == null) throw new FileSystemException(absolute.toString(), null, "is no file in a folder");
        return open(parent);
    }

    /** Leads here as long as this is open; for whoever needs a path. */
    public Path path() {
        return path;
    }

    /** Leads to {@code name} in this folder. */
    Path at(String name) {
        if (name.isEmpty() || name.indexOf('/') >= 0) throw new IllegalArgumentException("'" + name + "' is no name");
        return path.resolve(name);
    }

    /** {@code name} in this folder, as people know it. */
    Path shown(String name) {
        return shown.resolve(name).normalize();
    }

    /** The folder of that name. */
    public Folder folder(String name) throws IOException {
        if (handle == null) {
            require(attributes(name), name);
            return new Folder(null, shown(name));
        }
        Handle inner = Handle.folder(at(name));
        if (inner == null) {
            require(attributes(name), name);
            throw new FileSystemException(shown(name).toString(), null, "cannot be opened");
        }
        return new Folder(inner, shown(name));
    }

    /** The folder of that name; null when there is none of it any more, or something else. */
    @Nullable
    Folder folderIfAny(String name) throws IOException {
        if (handle == null) return attributes(name).isDirectory() ? new Folder(null, shown(name)) : null;
        Handle inner = Handle.folder(at(name));
        return inner == null ? null : new Folder(inner, shown(name));
    }

    private void require(BasicFileAttributes found, String name) throws IOException {
        if (found.isDirectory()) return;
        String what = found.isSymbolicLink() ? "is a symbolic link" : "is no folder";
        throw new FileSystemException(shown(name).toString(), null, what);
    }

    /** Makes a folder; {@code mode} such as {@code rwx------}. */
    public void makeFolder(String name, String mode) throws IOException {
        try {
            Files.createDirectory(at(name), Modes.of(mode));
        } catch (IOException e) {
            throw named(e);
        }
    }

    /** Makes a file that is not there yet, for writing; {@code mode} such as {@code rw-r--r--}. */
    public FileChannel create(String name, String mode) throws IOException {
        try {
            var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            return FileChannel.open(at(name), options, Modes.of(mode));
        } catch (IOException e) {
            throw named(e);
        }
    }

    /** Whether something is there, be it a dangling link. */
    public boolean has(String name) {
        return Files.exists(at(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** What is at that name, be it a link. */
    public BasicFileAttributes attributes(String name) throws IOException {
        try {
            return Files.readAttributes(at(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw named(e);
        }
    }

    /** Opens a plain file for reading; follows no link and waits at no pipe. */
    public FileChannel read(String name) throws IOException {
        return Regular.in(this, name);
    }

    /** The unix mode of what is at that name, with its type bits; 0 where the system has none. */
    public int mode(String name) throws IOException {
        if (!UNIX) return 0;
        try {
            Object mode = Files.getAttribute(at(name), "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return mode instanceof Integer bits ? bits : 0;
        } catch (IOException e) {
            throw named(e);
        }
    }

    /**
     * What tells a file from all others of its disk, whatever it is called, until it is deleted; 0 where the system has
     * no such thing.
     */
    public long inode(String name) throws IOException {
        return number(name, "unix:ino");
    }

    /** How many names what is at that name has; 0 where the system does not tell. */
    public long links(String name) throws IOException {
        return number(name, "unix:nlink");
    }

    private long number(String name, String attribute) throws IOException {
        if (!UNIX) return 0;
        try {
            Object value = Files.getAttribute(at(name), attribute, LinkOption.NOFOLLOW_LINKS);
            return value instanceof Number number ? number.longValue() : 0;
        } catch (IOException e) {
            throw named(e);
        }
    }

    /** The names in it, in the order of their characters. */
    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        each(0, names::add);
        names.sort(null);
        return names;
    }

    /**
     * Renames a file or folder.
     *
     * @throws FileAlreadyExistsException if something is there
     */
    public void move(String name, Folder to, String as) throws IOException {
        if (to.has(as))
            throw new FileAlreadyExistsException(to.shown.resolve(as).toString());
        try {
            Files.move(at(name), to.at(as), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw to.named(named(e));
        }
    }

    /** Renames a file; what is at {@code as} is replaced in one step. */
    public void replace(String name, String as) throws IOException {
        try {
            Files.move(at(name), at(as), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw named(e);
        }
    }

    /** Removes a folder if it is there and nothing is in it. */
    public void deleteEmpty(String name) throws IOException {
        try {
            if (attributes(name).isDirectory()) delete(name);
        } catch (NoSuchFileException | DirectoryNotEmptyException e) {
            return; // nothing to do
        }
    }

    /** Removes a file, a link or an empty folder, if it is there. */
    public void delete(String name) throws IOException {
        try {
            Files.deleteIfExists(at(name));
        } catch (IOException e) {
            throw named(e);
        }
    }

    /** Removes a file or a folder with all that is in it, if it is there. */
    public void deleteTree(String name) throws IOException {
        deleteTree(name, 0);
    }

    private void deleteTree(String name, int depth) throws IOException {
        try {
            if (attributes(name).isDirectory()) {
                try (Folder inner = folder(name)) {
                    inner.each(depth, each -> inner.deleteTree(each, depth + 1));
                }
            }
        } catch (NoSuchFileException e) {
            return; // somebody else deletes too
        }
        delete(name);
    }

    /** What is done with each name in a folder. */
    interface Work {
        void on(String name) throws IOException;
    }

    void each(int depth, Work work) throws IOException {
        if (depth >= MAX_DEPTH) {
            throw new FileSystemException(shown.toString(), null, "lies in more than " + MAX_DEPTH + " folders");
        }
        try (DirectoryStream<Path> names = Files.newDirectoryStream(path)) {
            for (Path each : names) work.on(String.valueOf(each.getFileName()));
        } catch (DirectoryIteratorException e) {
            throw named(new IOException(Trouble.words(e), e));
        } catch (IOException e) {
            throw named(e);
        }
    }

    /** Brings the names in it to the disk, where the system can do that. */
    public void force() throws IOException {
        if (java.io.File.separatorChar == '\\') return;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw named(e);
        }
    }

    /** The same failure, told by the path that people know. */
    public IOException named(IOException e) {
        if (handle == null || !(e instanceof FileSystemException failure)) return e;
        String file = named(failure.getFile());
        String other = named(failure.getOtherFile());
        String reason = failure.getReason();
        FileSystemException told;
        if (e instanceof NoSuchFileException) told = new NoSuchFileException(file, other, reason);
        else if (e instanceof FileAlreadyExistsException) told = new FileAlreadyExistsException(file, other, reason);
        else if (e instanceof AccessDeniedException) told = new AccessDeniedException(file, other, reason);
        else if (e instanceof DirectoryNotEmptyException) told = new DirectoryNotEmptyException(file);
        else told = new FileSystemException(file, other, reason);
        told.initCause(e);
        return told;
    }

    private @Nullable String named(@Nullable String file) {
        if (file == null) return null;
        Path there = Path.of(file);
        return there.startsWith(path) ? shown.resolve(path.relativize(there)).toString() : file;
    }

    @Override
    public void close() {
        if (handle != null) handle.close();
    }
}
