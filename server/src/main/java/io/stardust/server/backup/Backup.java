package io.stardust.server.backup;

import io.stardust.protocol.Json;
import io.stardust.server.db.Database;
import io.stardust.server.db.Migrations;
import io.stardust.server.db.OwnerOnly;
import io.stardust.server.db.Table;
import io.stardust.server.db.Tables;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jdbi.v3.core.Handle;

/**
 * Writes all that a server keeps into one file, while the server runs: one moment of its database, every package that
 * this moment names, and its keys under a passphrase. The file is there under its name only when it is whole and on
 * disk.
 */
public final class Backup {
    private final Path data;
    private final Database db;
    private final String program;
    private final Consumer<String> progress;

    /**
     * @param data the server's folder
     * @param program this program's version
     * @param progress takes a line for each part
     */
    public Backup(Path data, Database db, String program, Consumer<String> progress) {
        this.data = data;
        this.db = db;
        this.program = program;
        this.progress = progress;
    }

    /**
     * Makes {@code file}.
     *
     * @throws RefusedException if it is there already, or there is no server's data
     */
    public void run(Path file, String passphrase) {
        if (Files.exists(file)) {
            throw new RefusedException("%s is there already (expected: a name that is free)".formatted(file));
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (var blobs = HeldBlobs.of(data)) {
            blobs.hold(); // what this moment names and was put before it
            Files.deleteIfExists(part);
            OwnerOnly.create(part);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
                    OutputStream out = Channels.newOutputStream(channel);
                    var zip = new ZipOutputStream(new BufferedOutputStream(out, 1 << 16))) {
                Manifest manifest = db.moment(sql -> {
                    blobs.hold(); // and what was put meanwhile: younger than the sweep of unused ones touches
                    return write(zip, sql, blobs, passphrase);
                });
                long logs = new LogFiles(data).backUp(zip); // behind the moment: they may be many
                progress.accept("%-24s %,d files".formatted("logs", logs));
                entry(zip, Manifest.ENTRY, Json.PEOPLE.bytes(manifest.withLogs(logs)));
                zip.finish();
                zip.flush();
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | UncheckedIOException e) {
            throw new RefusedException("%s could not be written: %s".formatted(file, e.getMessage()), e);
        } finally {
            discard(part);
        }
    }

    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + part, e);
        }
    }

    private Manifest write(ZipOutputStream zip, Handle sql, HeldBlobs blobs, String passphrase) {
        int version = Migrations.version(sql);
        Set<String> there = Tables.names(sql);
        if (version == 0 || there.contains(Tables.UNFINISHED)) {
            throw new RefusedException(
                    "%s holds no whole data of a server (expected: the database of one)".formatted(db));
        }
        try {
            Map<String, Sum> sums = new TreeMap<>();
            Map<String, List<String>> columns = new TreeMap<>();
            zip.setLevel(Deflater.DEFAULT_COMPRESSION);
            for (Table table : Tables.all(sql)) {
                Sum sum = rows(zip, sql, table);
                sums.put(table.name(), sum);
                columns.put(
                        table.name(),
                        table.columns().stream().map(Table.Column::name).toList());
                progress.accept("%-24s %,d rows".formatted(table.name(), sum.rows()));
            }
            entry(zip, Manifest.KEYS, SealedKeys.seal(keys(), passphrase));
            zip.setLevel(Deflater.NO_COMPRESSION); // packages are packed
            long count = 0;
            for (Path blob : blobs.all()) {
                zip.putNextEntry(new ZipEntry(Manifest.BLOBS + HeldBlobs.name(blob)));
                Files.copy(blob, zip);
                zip.closeEntry();
                count++;
            }
            progress.accept("%-24s %,d".formatted("packages", count));
            String at = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
            return new Manifest(Manifest.FORMAT, program, version, at, columns, sums, count, 0);
        } catch (IOException e) {
            throw new RefusedException("the backup could not be written: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot seal", e);
        }
    }

    private static Sum rows(ZipOutputStream zip, Handle sql, Table table) throws IOException {
        zip.putNextEntry(new ZipEntry(Manifest.rows(table.name())));
        var summing = new Summing();
        table.read(sql, row -> {
            byte[] bytes = RowCodec.bytes(row);
            summing.add(bytes);
            try {
                zip.write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        zip.write(0);
        zip.closeEntry();
        return summing.sum();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }

    /** After the rows: what they are sealed with is there by then, since keys are only added. */
    private Map<String, byte[]> keys() throws IOException {
        Map<String, byte[]> keys = new TreeMap<>();
        Path folder = data.resolve("keys");
        if (!Files.isDirectory(folder)) return keys;
        try (var files = Files.newDirectoryStream(folder, "*.{key,jwk}")) {
            for (Path file : files) keys.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
        }
        return keys;
    }
}
