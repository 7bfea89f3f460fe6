package io.stardust.server.backup;

import io.stardust.protocol.FileFailure;
import io.stardust.server.db.Database;
import io.stardust.server.db.DbException;
import io.stardust.server.db.Migrations;
import io.stardust.server.db.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;

/**
 * Saves a server's database alone, while the server runs, before a newer program changes it. Packages, keys and logs
 * stay where they are; what is saved is a folder that {@link Copy} reads. A folder is there under its name only when it
 * is whole; the newest {@value #KEPT} stay.
 */
public final class Saving {
    /** Below the data folder. */
    public static final String FOLDER = "saved";

    static final int KEPT = 2;

    /** What the server may write meanwhile. */
    private static final long SPARE = 16L << 20;

    private static final String PART = "unfinished";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern NAME = Pattern.compile(".+-(\\d{8}T\\d{6}Z)");

    private final Path folder;
    private final Path file;
    private final Database db;
    private final String program;
    private final Consumer<String> progress;

    /**
     * @param file the embedded database in the data folder, which is not there when {@code db} is elsewhere
     * @param program this program's version, which those who go back will need
     * @param progress takes a line for each table
     */
    public Saving(Path file, Database db, String program, Consumer<String> progress) {
        this.folder = file.resolveSibling(FOLDER);
        this.file = file;
        this.db = db;
        this.program = program;
        this.progress = progress;
    }

    /**
     * Does it.
     *
     * @return the folder; empty when there is no database yet
     * @throws RefusedException if it cannot be saved; nothing is left of it then
     */
    public Optional<Path> run(Instant now) {
        if (!db.shared() && !Files.exists(file)) return Optional.empty();
        if (db.moment(Migrations::version) == 0) return Optional.empty();
        Path part = folder.resolve(PART);
        Path whole = folder.resolve(program + "-" + TIME.format(now));
        try {
            discard(part);
            Files.createDirectories(folder, OwnerOnly.folder());
            requireRoom();
            Files.createDirectory(part, OwnerOnly.folder());
            try {
                new Copy(db, Database.in(part.resolve(file.getFileName())), progress).run();
                Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                discard(part);
            }
            for (Path old : outdated()) discard(old);
        } catch (IOException e) {
            throw failed(FileFailure.why(e), e);
        } catch (DbException | JdbiException e) {
            throw failed(String.valueOf(e.getMessage()), e);
        }
        return Optional.of(whole);
    }

    private RefusedException failed(String why, Exception e) {
        return new RefusedException("the database could not be saved in %s: %s".formatted(folder, why), e);
    }

    /** Before a byte is written: a disk that is full would stop the server that runs. */
    private void requireRoom() throws IOException {
        if (db.shared()) return; // how much it holds is known when it was read
        long needed = Files.size(file) + SPARE;
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free >= needed) return;
        throw new RefusedException("the database could not be saved in %s: %,d MB are free there (expected: %,d MB)"
                .formatted(folder, free >> 20, needed >> 20));
    }

    private List<Path> outdated() throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> folders = Files.list(folder)) {
            folders.filter(each -> time(each).isPresent()).forEach(all::add);
        }
        all.sort(Comparator.comparing(each -> time(each).orElseThrow()));
        return all.subList(0, Math.max(0, all.size() - KEPT));
    }

    private static Optional<String> time(Path saved) {
        Matcher name = NAME.matcher(saved.getFileName().toString());
        return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
    }

    /** A saved folder, which holds files alone. */
    private static void discard(Path saved) throws IOException {
        if (!Files.isDirectory(saved)) return;
        try (Stream<Path> files = Files.list(saved)) {
            for (Path each : files.toList()) Files.delete(each);
        }
        Files.delete(saved);
    }
}
