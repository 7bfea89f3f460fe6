package io.stardust.server.backup;

import io.stardust.protocol.Hashes;
import io.stardust.protocol.Json;
import io.stardust.server.db.Database;
import io.stardust.server.db.Migrations;
import io.stardust.server.db.OwnerOnly;
import io.stardust.server.db.Table;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Makes a server's data folder and database from a backup. Both must be empty. What breaks off leaves {@link #MARK} in
 * the folder and a mark in the database, and no server starts there until a restore has gone through.
 */
public final class Restore {
    /** A file in the data folder that keeps servers away; holds words for the operator. */
    public static final String MARK = "restore.unfinished";

    private final Path data;
    private final Database db;
    private final Consumer<String> progress;

    /**
     * @param data the folder to fill, taken by the caller so that no server is in it
     * @param progress takes a line for each part
     */
    public Restore(Path data, Database db, Consumer<String> progress) {
        this.data = data;
        this.db = db;
        this.progress = progress;
    }

    /**
     * Fills folder and database from {@code file}.
     *
     * @throws RefusedException if the file is no whole backup or one of a newer program, the passphrase is another one,
     *     or folder or database hold data; nothing is changed then
     */
    public void run(Path file, String passphrase) {
        if (!Files.isRegularFile(file)) {
            throw new RefusedException(
                    "%s is not there (expected: a file that 'stardust server backup' made)".formatted(file));
        }
        try (var zip = new ZipFile(file.toFile())) {
            Manifest manifest = manifest(zip, file);
            Map<String, byte[]> keys = SealedKeys.open(bytes(zip, Manifest.KEYS), passphrase);
            requireEmpty();
            Files.writeString(data.resolve(MARK), "a restore of %s\n".formatted(file.toAbsolutePath()));
            blobs(zip, manifest);
            keys(keys);
            progress.accept("%-24s %,d files".formatted("logs", new LogFiles(data).restore(zip, manifest.logs())));
            fill(zip, manifest, file);
            Files.delete(data.resolve(MARK));
        } catch (ZipException | EOFException e) {
            throw damaged(file, e);
        } catch (IOException e) {
            throw new RefusedException("%s could not be restored: %s".formatted(file, e.getMessage()), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot open what was sealed", e);
        }
    }

    private static RefusedException damaged(Path file, @Nullable Throwable why) {
        return new RefusedException(
                "%s is no whole backup: it was cut off or damaged (expected: a file that 'stardust server backup' made)"
                        .formatted(file),
                why);
    }

    private static Manifest manifest(ZipFile zip, Path file) throws IOException {
        if (zip.getEntry(Manifest.ENTRY) == null) throw damaged(file, null);
        Manifest manifest = Json.TOLERANT.read(bytes(zip, Manifest.ENTRY), Manifest.class);
        if (manifest.format() > Manifest.FORMAT || manifest.version() > Migrations.newest()) {
            throw new RefusedException(
                    "%s was made by Stardust %s, which is newer than this (expected: that program or a newer one)"
                            .formatted(file, manifest.program()));
        }
        return manifest;
    }

    private static byte[] bytes(ZipFile zip, String name) throws IOException {
        try (InputStream in = open(zip, name)) {
            return in.readAllBytes();
        }
    }

    private static InputStream open(ZipFile zip, String name) throws IOException {
        @Nullable ZipEntry entry = zip.getEntry(name);
        if (entry == null) throw new ZipException("no entry " + name);
        return new BufferedInputStream(zip.getInputStream(entry), 1 << 16);
    }

    /** What an earlier attempt left goes; anything else stays and refuses the restore. */
    private void requireEmpty() throws IOException {
        boolean again = Files.exists(data.resolve(MARK));
        for (String name : List.of("blobs", "keys", LogFiles.FOLDER)) {
            Path folder = data.resolve(name);
            if (again) delete(folder);
            else if (hasFiles(folder)) {
                throw new RefusedException("%s holds data already (expected: an empty data folder)".formatted(folder));
            }
        }
        Filling.requireEmpty(db);
    }

    private static boolean hasFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return false;
        try (var files = Files.walk(folder)) {
            return files.anyMatch(Files::isRegularFile);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return;
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    private void blobs(ZipFile zip, Manifest manifest) throws IOException {
        long count = 0;
        Path root = data.resolve("blobs");
        for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
            if (!entry.getName().startsWith(Manifest.BLOBS)) continue;
            String name = entry.getName().substring(Manifest.BLOBS.length());
            if (!name.matches("[0-9a-f]{64}")) throw new ZipException("no package is called " + name);
            Path folder = root.resolve(name.substring(0, 2));
            Files.createDirectories(folder, OwnerOnly.folder());
            Path file = folder.resolve(name.substring(2));
            OwnerOnly.create(file);
            try (InputStream in = open(zip, entry.getName());
                    OutputStream out = Files.newOutputStream(file);
                    var digest = new DigestOutputStream(out, Hashes.sha256())) {
                in.transferTo(digest);
                String found =
                        HexFormat.of().formatHex(digest.getMessageDigest().digest());
                if (!found.equals(name)) throw new ZipException("package %s is damaged".formatted(name));
            }
            count++;
        }
        if (count != manifest.blobs()) throw new ZipException("%d packages of %d".formatted(count, manifest.blobs()));
        progress.accept("%-24s %,d".formatted("packages", count));
    }

    private void keys(Map<String, byte[]> keys) throws IOException {
        Path folder = data.resolve("keys");
        Files.createDirectories(folder, OwnerOnly.folder());
        for (Map.Entry<String, byte[]> key : keys.entrySet()) {
            Path file = folder.resolve(key.getKey()).normalize();
            if (!Objects.equals(file.getParent(), folder.normalize()))
                throw new ZipException("no key is called " + key.getKey());
            OwnerOnly.create(file);
            Files.write(file, key.getValue());
        }
        progress.accept("%-24s %,d".formatted("keys", keys.size()));
    }

    private void fill(ZipFile zip, Manifest manifest, Path file) {
        String what = "a restore of %s".formatted(file.toAbsolutePath());
        Map<String, Sum> sums = new Filling(db, what, progress)
                .run(manifest.version(), (table, sink) -> rows(zip, manifest, table, sink, file));
        if (!sums.keySet().equals(manifest.sums().keySet())) throw damaged(file, null);
    }

    private static Sum rows(ZipFile zip, Manifest manifest, Table table, Table.Sink sink, Path file) {
        List<String> columns = table.columns().stream().map(Table.Column::name).toList();
        if (!columns.equals(manifest.columns().get(table.name()))) throw damaged(file, null);
        var summing = new Summing();
        try (var in = new DataInputStream(open(zip, Manifest.rows(table.name())))) {
            for (@Nullable Object @Nullable [] row = RowCodec.read(in, columns.size());
                    row != null;
                    row = RowCodec.read(in, columns.size())) {
                summing.add(RowCodec.bytes(row));
                sink.row(row);
            }
        } catch (IOException e) {
            throw damaged(file, e);
        }
        Sum sum = summing.sum();
        if (!sum.equals(manifest.sums().get(table.name()))) throw damaged(file, null);
        return sum;
    }
}
