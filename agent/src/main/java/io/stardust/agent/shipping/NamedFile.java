package io.stardust.agent.shipping;

import io.stardust.agent.files.Folder;
import io.stardust.agent.supervise.output.OutputLog.Extent;
import io.stardust.agent.supervise.output.OutputLog.Piece;
import io.stardust.agent.supervise.output.Printed;
import io.stardust.agent.supervise.output.Writer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A log file that an app writes itself, under whatever name it has by now. Emptied, it goes on: its first byte has the
 * place behind the last one before. Thread-safe.
 *
 * <pre>
 *   held before it was emptied │ held now
 *                              └ base    └ base + size
 * </pre>
 */
final class NamedFile implements Source {
    /** So much waits for the server at most. */
    static final long MOST = 64 << 20;

    private final Printed app;
    private final Path cursor;
    private final Path root;
    private final String name;
    private final long inode;
    private Path path;
    private FilePrint print;
    private FilePrint printBefore = FilePrint.NONE; // it was emptied
    private long sizeBefore;
    private long base;
    private long size;
    private long modified;
    private final long begin; // where nobody has read yet
    private boolean cut; // a power cut may have taken its end

    private NamedFile(Printed app, Path cursor, FoundFile found, FileMark mark, long size, long begin, boolean cut) {
        this.app = app;
        this.cursor = cursor;
        this.root = found.root();
        this.path = found.path();
        this.inode = found.inode();
        this.name = mark.name();
        this.base = mark.base();
        this.print = mark.print();
        this.size = size;
        this.begin = begin;
        this.cut = cut;
    }

    /** One of which nothing is known yet but that the first {@code skip} bytes are not to be sent. */
    static NamedFile begin(Printed app, Path cursor, FoundFile found, long skip) {
        var mark = new FileMark(found.name(), "", found.inode(), 0, FilePrint.NONE);
        return new NamedFile(app, cursor, found, mark, 0, skip, false);
    }

    /** One that an earlier agent has sent up to {@code reached}, perhaps in another life of the machine. */
    static NamedFile resume(Printed app, Path cursor, FoundFile found, FileMark mark, long reached, boolean booted) {
        long size = Math.max(0, reached - mark.base());
        return new NamedFile(app, cursor, found, mark, size, reached, booted);
    }

    /**
     * Sees what became of the file; false when it is not at its path any more.
     *
     * @throws IOException if it cannot be read
     */
    synchronized boolean look() throws IOException {
        BasicFileAttributes now;
        try {
            now = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            long time = now.lastModifiedTime().toMillis();
            if (now.isRegularFile() && now.size() == size && time == modified) return true;
            try (FileChannel channel = open()) {
                if (channel == null) return false;
                take(channel, time);
                return true;
            }
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    /** Null when another file is there, or a link. */
    private @Nullable FileChannel open() throws IOException {
        String file = String.valueOf(path.getFileName());
        try (Folder folder = FoundFile.around(root, path)) {
            if (folder.inode(file) != inode || folder.attributes(file).isSymbolicLink()) return null;
            return folder.read(file);
        }
    }

    private void take(FileChannel channel, long time) throws IOException {
        byte[] first = FoundFile.first(channel);
        long length = channel.size();
        boolean same = print.fits(first);
        if (same && cut && length < size) base += size - length;
        else if (!same || length < size) beginAnew();
        cut = false;
        size = length;
        modified = time;
        print = FilePrint.of(first);
    }

    private void beginAnew() {
        base += size;
        printBefore = print;
        sizeBefore = size;
    }

    /** It was found under that name; false when that is another file, which got its number. */
    synchronized boolean moved(FoundFile there) throws IOException {
        if (there.path().equals(path)) return true;
        if (!print.fits(there.first()) || there.size() < size) return false;
        path = there.path();
        modified = 0;
        return true;
    }

    /** How much of {@code other} is a copy of this, as whoever empties a log makes before; 0 = it is none. */
    synchronized long copied(FoundFile other) throws IOException {
        byte[] first = other.first();
        if (print.tells(first) && other.size() >= size) return size;
        return printBefore.tells(first) && other.size() >= sizeBefore ? sizeBefore : 0;
    }

    Path root() {
        return root;
    }

    synchronized Path path() {
        return path;
    }

    synchronized long modified() {
        return modified;
    }

    synchronized long length() {
        return size;
    }

    long inode() {
        return inode;
    }

    @Override
    public long placement() {
        return app.placement();
    }

    @Override
    public String name() {
        return app.name() + ": " + name;
    }

    @Override
    public boolean left() {
        return false;
    }

    @Override
    public Path cursor() {
        return cursor;
    }

    @Override
    public synchronized FileMark mark() {
        return new FileMark(name, path.toString(), inode, base, print);
    }

    @Override
    public synchronized long size() {
        return base + size;
    }

    @Override
    public synchronized Extent extent() {
        return new Extent(Math.min(begin, base + size), base + size);
    }

    @Override
    public long sinceBoot() {
        return size(); // all that is there may be older
    }

    /** Who runs now: a file does not tell who wrote what. */
    @Override
    public List<Writer> writers() throws IOException {
        List<Writer> known = app.log().writers();
        if (known.isEmpty()) return List.of();
        Writer last = known.getLast();
        return List.of(new Writer(Writer.EVER, last.pid(), last.release()));
    }

    /** Nothing when the file is not what it was at the last look: the next one sees to it. */
    @Override
    public synchronized Piece copy(long from, byte[] bytes) throws IOException {
        Piece nothing = new Piece(from, 0, from);
        try (FileChannel channel = open()) {
            if (channel == null || channel.size() < size || !print.fits(FoundFile.first(channel))) return nothing;
            long start = Math.max(from, base);
            int length = FoundFile.read(channel, start - base, bytes);
            return new Piece(start, length, base + channel.size());
        } catch (NoSuchFileException _) {
            return nothing;
        }
    }

    @Override
    public long most() {
        return MOST;
    }
}
