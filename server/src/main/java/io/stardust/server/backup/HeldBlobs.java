package io.stardust.server.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Second names for the server's packages, beside them in the data folder, so that a package which the server deletes
 * meanwhile is still there to be read. Costs no room: they are links. For one thread.
 */
final class HeldBlobs implements AutoCloseable {
    private final Path blobs;
    private final Path held;

    private HeldBlobs(Path blobs, Path held) {
        this.blobs = blobs;
        this.held = held;
    }

    /** Of this data folder; removes what a backup that was killed left there. */
    static HeldBlobs of(Path data) {
        Path held = data.resolve("backup.tmp");
        var made = new HeldBlobs(data.resolve("blobs"), held);
        made.close();
        return made;
    }

    /** Holds those that are there now. */
    void hold() {
        if (!Files.isDirectory(blobs)) return;
        try (Stream<Path> files = Files.walk(blobs, 2)) {
            Files.createDirectories(held);
            for (Path file : (Iterable<Path>) files.filter(HeldBlobs::isBlob)::iterator) link(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot hold the packages in " + held, e);
        }
    }

    private void link(Path file) throws IOException {
        try {
            Files.createLink(held.resolve(name(file)), file);
        } catch (FileAlreadyExistsException _) {
            // held since before
        } catch (NoSuchFileException _) {
            // deleted since the folder was listed: no row named it
        }
    }

    private static boolean isBlob(Path file) {
        return Files.isRegularFile(file) && name(file).matches("[0-9a-f]{64}");
    }

    /** The SHA-256 that {@code file} is kept under, here or there. */
    static String name(Path file) {
        String last = String.valueOf(file.getFileName());
        return last.length() == 64
                ? last
                : String.valueOf(Objects.requireNonNull(file.getParent()).getFileName()) + last;
    }

    /** Every one that is held, sorted. */
    List<Path> all() throws IOException {
        if (!Files.isDirectory(held)) return List.of();
        List<Path> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(held)) {
            files.sorted().forEach(all::add);
        }
        return all;
    }

    @Override
    public void close() {
        if (!Files.isDirectory(held)) return;
        try {
            for (Path file : all()) Files.delete(file);
            Files.delete(held);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + held, e);
        }
    }
}
