package io.stardust.server.release;

import io.stardust.api.release.PackageFile;
import io.stardust.protocol.FileFailure;
import io.stardust.protocol.pack.PackageEntries;
import io.stardust.protocol.pack.ZipDirectory;
import io.stardust.protocol.start.AppFiles;
import io.stardust.protocol.start.StartRules;
import io.stardust.server.http.ApiException.Conflict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** An open package, to be looked into. For one thread; nothing of it is ever unpacked to disk. */
final class PackageZip implements AppFiles, AutoCloseable {
    private static final int TEXT = 64 << 10; // bytes
    /** The manifest comes first in a jar, or nearly. */
    private static final int JAR_ENTRIES = 50;

    private static final long JAR_BYTES = 8 << 20; // unpacked

    private final ZipFile zip;
    private final Map<String, PackageFile> files = new TreeMap<>();
    private final Map<String, ZipEntry> entries = new HashMap<>();

    /** @throws Conflict if agents would refuse it, or it cannot be read */
    PackageZip(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            for (PackageEntries.Item item : PackageEntries.check(channel, Long.MAX_VALUE)) {
                if (item.entry().isDirectory()) continue;
                var seen = new PackageFile(
                        item.path(),
                        item.entry().size(),
                        "%08x".formatted(item.entry().crc()),
                        item.entry().packed());
                files.put(item.path(), seen);
            }
            this.zip = named(file, channel);
        } catch (IOException e) {
            throw new Conflict("the package cannot be read: " + FileFailure.why(e));
        }
    }

    /** The JDK's names may be others than ours, where they are not UTF-8; its order is that of the list of files. */
    private ZipFile named(Path file, FileChannel channel) throws IOException {
        List<ZipDirectory.Entry> ours = ZipDirectory.read(channel, PackageEntries.MAX_ENTRIES);
        ZipFile opened = new ZipFile(file.toFile(), StandardCharsets.ISO_8859_1);
        Enumeration<? extends ZipEntry> theirs = opened.entries();
        for (ZipDirectory.Entry entry : ours) {
            if (!theirs.hasMoreElements()) break;
            entries.put(PackageEntries.path(entry), theirs.nextElement());
        }
        return opened;
    }

    /** By path. */
    Map<String, PackageFile> files() {
        return files;
    }

    @Override
    public Collection<String> packaged() {
        return files.keySet();
    }

    @Override
    public boolean has(String path) {
        return files.containsKey(path);
    }

    @Override
    public List<String> top() {
        return files.keySet().stream().filter(path -> path.indexOf('/') < 0).toList();
    }

    @Override
    public byte[] head(String path, int count) {
        @Nullable ZipEntry entry = entries.get(path);
        if (entry == null) return new byte[0];
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readNBytes(count);
        } catch (IOException e) {
            return new byte[0]; // what cannot be read cannot be started either
        }
    }

    /**
     * The first {@code most} bytes of a file that is there.
     *
     * @throws Conflict if it cannot be read
     */
    byte[] read(String path, int most) {
        @Nullable ZipEntry entry = entries.get(path);
        if (entry == null) throw new Conflict("%s is not in the package".formatted(path));
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readNBytes(most);
        } catch (IOException e) {
            throw new Conflict("%s in the package cannot be read: %s".formatted(path, FileFailure.why(e)));
        }
    }

    /** Unknown before it is unpacked. */
    @Override
    public boolean isExecutable(String path) {
        return false;
    }

    @Override
    public boolean isRunnableJar(String path) {
        @Nullable ZipEntry entry = entries.get(path);
        if (entry == null) return false;
        try (var jar = new ZipInputStream(zip.getInputStream(entry))) {
            long skipped = 0;
            for (int i = 0; i < JAR_ENTRIES; i++) {
                @Nullable ZipEntry inner = jar.getNextEntry();
                if (inner == null) return false;
                if (inner.getName().toUpperCase(Locale.ROOT).equals(StartRules.MANIFEST)) {
                    return StartRules.isRunnable(jar.readNBytes(TEXT));
                }
                // going on means unpacking it, and a little may be packed that never ends
                skipped += jar.skip(JAR_BYTES - skipped);
                if (skipped >= JAR_BYTES) return false;
            }
            return false;
        } catch (IOException | IllegalArgumentException e) {
            return false; // a jar that cannot be read is none that can be started
        }
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
