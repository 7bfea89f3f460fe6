package io.stardust.agent.install;

import io.avaje.jsonb.Json;
import io.stardust.agent.files.OpenFolders;
import io.stardust.agent.install.place.Layout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A swap under way, as it is written down before the first file is touched: a list of renames. While the journal is
 * there the swap has not happened, and {@link #undo} makes that true; deleting it is the commit.
 *
 * <p>Undoing looks at the disk alone, so it may itself be stopped anywhere and done again: a rename is undone if its
 * target is there and its origin is not. Why a list of renames: docs/rationale/unpack-journal.md.
 *
 * @param name Of the service.
 * @param moves In the order they are done.
 * @param page A file that says "back soon" while the swap lasts and goes before the journal does; empty = none.
 * @param rubbish Folders to delete once the journal is gone, never before: undoing looks at what is in them.
 * @param emptied Folders that go then, too, innermost first, if nothing is left in them; absent from older agents.
 */
@Json
record Journal(
        String name,
        List<Move> moves,
        String page,
        List<String> rubbish,
        @Nullable List<String> emptied) {
    /** IIS and ASP.NET Core show a file of this name instead of the site (seed: hosted mode). */
    static final String PAGE_NAME = "app_offline.htm";

    private static final String PAGE =
            "<!doctype html><meta charset=utf-8><title>Back soon</title><p>Being updated, back in a moment.\n";

    Journal {
        moves = List.copyOf(moves);
        rubbish = List.copyOf(rubbish);
        emptied = emptied == null ? List.of() : List.copyOf(emptied);
    }

    /** One rename, absolute paths; nothing is at {@code to} when it is done. */
    @Json
    record Move(String from, String to) {
        static Move of(Path from, Path to) {
            return new Move(from.toString(), to.toString());
        }
    }

    /** Does the swap; after an exception the journal file is still there, unless the disk refused to write it. */
    void run(Disk disk, Path file) throws IOException {
        exchange(disk, file);
        end(disk, file);
    }

    /** As {@link #run}, but the journal stays: it can be undone until it is {@link #end ended}. */
    void exchange(Disk disk, Path file) throws IOException {
        disk.write(file, io.stardust.protocol.Json.PEOPLE.bytes(this));
        if (!page.isEmpty()) disk.show(Path.of(page), PAGE.getBytes(StandardCharsets.UTF_8));
        Set<Path> folders = new LinkedHashSet<>();
        try (OpenFolders open = new OpenFolders()) {
            for (Move move : moves) {
                Path to = Path.of(move.to);
                disk.move(open, Path.of(move.from), to);
                Path folder = to.getParent();
                if (folder != null) folders.add(folder);
            }
        }
        for (Path folder : folders) disk.force(folder);
    }

    /** Makes it as if the swap had never begun. */
    void undo(Disk disk, Path file) throws IOException {
        try (OpenFolders open = new OpenFolders()) {
            for (Move move : moves.reversed()) {
                Path from = Path.of(move.from);
                Path to = Path.of(move.to);
                if (Layout.there(to) && !Layout.there(from)) disk.move(open, to, from);
            }
        }
        end(disk, file);
    }

    /** It has happened, or is undone. */
    void end(Disk disk, Path file) throws IOException {
        if (!page.isEmpty()) disk.delete(Path.of(page));
        disk.delete(file);
        disk.force(file.getParent());
    }

    /** Frees the disk; the swap is over. */
    void clean(Disk disk) throws IOException {
        for (String path : rubbish) disk.deleteTree(Path.of(path));
        for (String path : emptied == null ? List.<String>of() : emptied) disk.deleteEmpty(Path.of(path));
    }
}
