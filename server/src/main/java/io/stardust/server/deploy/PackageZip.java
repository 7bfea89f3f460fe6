package io.stardust.server.deploy;

import io.stardust.server.http.ApiException.Conflict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** An open package, to be looked into. For one thread; nothing of it is ever unpacked to disk. */
final class PackageZip implements AutoCloseable {
    private static final int MOST_ENTRIES = 100_000;
    private static final int TEXT = 64 << 10; // bytes
    /** The manifest comes first in a jar, or nearly. */
    private static final int JAR_ENTRIES = 50;

    private static final long JAR_BYTES = 8 << 20; // unpacked

    private final ZipFile zip;
    private final Map<String, PackageFile> files = new TreeMap<>();
    private final List<String> names = new ArrayList<>();

    PackageZip(Path file) {
        try {
            this.zip = new ZipFile(file.toFile());
        } catch (IOException e) {
            throw new Conflict("the package cannot be read: " + e.getMessage());
        }
        Enumeration<? extends ZipEntry> entries = zip.entries();
        for (int i = 0; entries.hasMoreElements() && i < MOST_ENTRIES; i++) {
            ZipEntry entry = entries.nextElement();
            names.add(entry.getName());
            if (entry.isDirectory()) continue;
            files.put(
                    entry.getName(),
                    new PackageFile(
                            entry.getName(),
                            Math.max(0, entry.getSize()),
                            "%08x".formatted(entry.getCrc()),
                            Math.max(0, entry.getCompressedSize())));
        }
    }

    /** By path. */
    Map<String, PackageFile> files() {
        return files;
    }

    /** Every name as it is written, folders with a slash at the end, two of a name twice. */
    List<String> names() {
        return names;
    }

    boolean has(String path) {
        return files.containsKey(path);
    }

    /** Files that lie at the top, sorted. */
    List<String> top() {
        return files.keySet().stream().filter(path -> path.indexOf('/') < 0).toList();
    }

    /** The first bytes of a file, {@code count} at most. */
    byte[] start(String path, int count) {
        @Nullable ZipEntry entry = zip.getEntry(path);
        if (entry == null) return new byte[0];
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readNBytes(count);
        } catch (IOException e) {
            return new byte[0]; // what cannot be read cannot be started either
        }
    }

    String text(String path) {
        return new String(start(path, TEXT), StandardCharsets.UTF_8);
    }

    /** True for a jar within the package that says which class to start. */
    boolean isRunnableJar(String path) {
        @Nullable ZipEntry entry = zip.getEntry(path);
        if (entry == null) return false;
        try (var jar = new ZipInputStream(zip.getInputStream(entry))) {
            long skipped = 0;
            for (int i = 0; i < JAR_ENTRIES; i++) {
                @Nullable ZipEntry inner = jar.getNextEntry();
                if (inner == null) return false;
                if (!inner.getName().toUpperCase(Locale.ROOT).equals("META-INF/MANIFEST.MF")) {
                    // going on means unpacking it, and a little may be packed that never ends
                    skipped += jar.skip(JAR_BYTES - skipped);
                    if (skipped >= JAR_BYTES) return false;
                    continue;
                }
                String text = new String(jar.readNBytes(TEXT), StandardCharsets.UTF_8);
                return text.lines().anyMatch(line -> line.startsWith("Main-Class:"));
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
