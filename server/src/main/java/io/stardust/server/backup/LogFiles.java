package io.stardust.server.backup;

import io.stardust.server.db.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of the logs (docs/telemetry-format.md), copied while the server writes them. Journals come first: one that
 * is sealed meanwhile is there twice, and its segment counts; one that grows is cut behind its last whole frame when it
 * is read.
 */
final class LogFiles {
    static final String FOLDER = "telemetry";

    private static final String JOURNAL = ".log";
    private static final String LOCK = "lock";

    private final Path folder;

    /** @param data the server's folder */
    LogFiles(Path data) {
        this.folder = data.resolve(FOLDER);
    }

    /** Adds them to {@code zip}; returns how many. */
    long backUp(ZipOutputStream zip) throws IOException {
        if (!Files.isDirectory(folder)) return 0;
        long count = 0;
        for (boolean journals : List.of(true, false)) {
            for (Path file : files()) {
                if (file.toString().endsWith(JOURNAL) == journals && copied(file, zip)) count++;
            }
        }
        return count;
    }

    private List<Path> files() throws IOException {
        List<Path> found = new ArrayList<>();
        try (var parts = Files.newDirectoryStream(folder, Files::isReadable)) { // lost+found of a disk is not
            for (Path part : parts) {
                try (var files = Files.walk(part)) {
                    files.filter(Files::isRegularFile)
                            .filter(file -> !file.toString().endsWith(".tmp") && !file.endsWith(LOCK))
                            .forEach(found::add);
                }
            }
        }
        return found;
    }

    /** False when it was deleted or sealed meanwhile. */
    private boolean copied(Path file, ZipOutputStream zip) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            zip.putNextEntry(new ZipEntry(Manifest.LOGS + folder.relativize(file)));
            in.transferTo(zip);
            zip.closeEntry();
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Makes them of {@code zip}; returns how many. */
    long restore(ZipFile zip, long expected) throws IOException {
        long count = 0;
        for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
            if (!entry.getName().startsWith(Manifest.LOGS)) continue;
            Path file = folder.resolve(entry.getName().substring(Manifest.LOGS.length()))
                    .normalize();
            @Nullable Path parent = file.getParent();
            if (parent == null || !file.startsWith(folder.normalize())) {
                throw new ZipException("no file of logs is called " + entry.getName());
            }
            Files.createDirectories(parent, OwnerOnly.folder());
            OwnerOnly.create(file);
            try (InputStream in = zip.getInputStream(entry);
                    OutputStream out = Files.newOutputStream(file)) {
                in.transferTo(out);
            }
            count++;
        }
        if (count != expected) throw new ZipException("%d files of logs of %d".formatted(count, expected));
        return count;
    }
}
