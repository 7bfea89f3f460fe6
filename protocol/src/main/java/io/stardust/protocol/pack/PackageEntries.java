package io.stardust.protocol.pack;

import io.stardust.protocol.pack.ZipDirectory.BadZip;
import io.stardust.protocol.pack.ZipDirectory.Entry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What may be in a package: all that its list of files tells, checked before a byte is unpacked. The server asks at the
 * upload and the agent before it unpacks, so that what one takes the other does not refuse. Stateless.
 */
public final class PackageEntries {
    /** Most files and folders of a package. */
    public static final int MAX_ENTRIES = 100_000;

    /** Deflate's best is about 1:1032; real packages stay below 1:100. */
    public static final int MAX_RATIO = 200;

    /** Bytes up to which a file may be as compressible as it likes. */
    public static final long RATIO_FROM_BYTES = 1 << 20;

    /** {@link Entry#method}: the bytes as they are. */
    public static final int STORED = 0;

    private static final int DEFLATED = 8;
    private static final int ENCRYPTED = 1 | 1 << 6 | 1 << 13;
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int SYMLINK = 0120000;

    private PackageEntries() {}

    /**
     * One file or folder.
     *
     * @param path Below the package's top, with {@code /} between the parts and none at its end.
     */
    public record Item(Entry entry, String path) {}

    /**
     * Returns what {@code zip} holds, in the order of its data.
     *
     * @param maxBytes What all files together may take unpacked.
     * @throws BadZip if the package is refused; the message is fit for people
     * @throws IOException if the file cannot be read
     */
    public static List<Item> check(FileChannel zip, long maxBytes) throws IOException {
        List<Item> items = new ArrayList<>();
        EntryNames names = new EntryNames();
        long total = 0;
        for (Entry entry : ZipDirectory.read(zip, MAX_ENTRIES)) {
            String path = names.accept(entry.name());
            if (path.isEmpty() && entry.isDirectory()) continue; // "./": the top itself
            if (path.isEmpty()) throw new BadZip("a file named '" + entry.name() + "'");
            check(entry, path);
            total += entry.size();
            if (total > maxBytes || total < 0) {
                throw new BadZip(
                        "the package unpacks to more than the " + maxBytes + " bytes that may be used on this disk");
            }
            items.add(new Item(entry, path));
        }
        items.sort(Comparator.comparingLong(item -> item.entry.offset()));
        return items;
    }

    /**
     * The path of an entry, by itself; empty for the package's top.
     *
     * @throws BadZip if its name is refused
     */
    public static String path(Entry entry) throws BadZip {
        return new EntryNames().accept(entry.name());
    }

    private static void check(Entry entry, String path) throws BadZip {
        if ((entry.flags() & ENCRYPTED) != 0) throw new BadZip("'" + path + "' is encrypted");
        if (entry.method() != STORED && entry.method() != DEFLATED) {
            throw new BadZip("'" + path + "' is packed by method " + entry.method() + " (expected: 0 or 8)");
        }
        type(entry, path);
        if (entry.method() == STORED && entry.packed() != entry.size()) {
            throw new BadZip("'" + path + "' is stored with two different sizes");
        }
        if (entry.isDirectory() && entry.size() != 0) throw new BadZip("folder '" + path + "' has content");
        if (entry.size() > RATIO_FROM_BYTES && entry.size() / MAX_RATIO > entry.packed()) {
            throw new BadZip("'" + path + "' grows from " + entry.packed() + " to " + entry.size()
                    + " bytes (expected: at most " + MAX_RATIO + " times)");
        }
    }

    private static void type(Entry entry, String path) throws BadZip {
        int type = entry.mode() & TYPE;
        if (type == SYMLINK) throw new BadZip("'" + path + "' is a symbolic link");
        if (type != 0 && type != REGULAR && type != DIRECTORY) throw new BadZip("'" + path + "' is a device or pipe");
        if ((type == DIRECTORY && !entry.isDirectory()) || (type == REGULAR && entry.isDirectory())) {
            throw new BadZip("'" + path + "' is both a file and a folder");
        }
    }
}
