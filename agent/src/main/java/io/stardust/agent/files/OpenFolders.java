package io.stardust.agent.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps the folders last used open through a row of renames, because the way to a folder is gone name by name and costs
 * far more than a rename. For one thread.
 */
public final class OpenFolders implements AutoCloseable {
    private static final int KEPT = 8;

    private final LinkedHashMap<Path, Folder> folders = new LinkedHashMap<>(KEPT, 1, true); // the last used last

    /** Renames a file or a folder; never replaces, never copies. */
    public void move(Path from, Path to) throws IOException {
        Folder source = around(from);
        Folder target = around(to);
        source.move(String.valueOf(from.getFileName()), target, String.valueOf(to.getFileName()));
        leave(from);
    }

    private Folder around(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent == null) throw new FileSystemException(file.toString(), null, "is no file in a folder");
        Folder open = folders.get(parent);
        if (open != null) return open;
        Folder opened = Folder.open(parent);
        folders.put(parent, opened);
        while (folders.size() > KEPT) {
            Iterator<Folder> oldest = folders.values().iterator();
            oldest.next().close();
            oldest.remove();
        }
        return opened;
    }

    /** Whatever was open at or below {@code moved} has another path now. */
    private void leave(Path moved) {
        for (Iterator<Map.Entry<Path, Folder>> all = folders.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Path, Folder> each = all.next();
            if (!each.getKey().startsWith(moved)) continue;
            each.getValue().close();
            all.remove();
        }
    }

    @Override
    public void close() {
        folders.values().forEach(Folder::close);
        folders.clear();
    }
}
