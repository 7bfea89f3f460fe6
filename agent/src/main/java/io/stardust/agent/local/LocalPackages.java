package io.stardust.agent.local;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Zips on this machine that local services are made from, by content: an app is published anew when its zip holds
 * something else. Thread-safe.
 */
final class LocalPackages {
    private static final String SCHEME = "file:";

    private final Path data;
    private final Map<String, Found> found = new HashMap<>(); // by absolute path; guarded by this

    LocalPackages(Path data) {
        this.data = data;
    }

    /** A zip as it was read. */
    record Found(Path file, Stamp stamp, String sha256) {
        String url() {
            return SCHEME + file;
        }
    }

    /** The zip of an entry: absolute, or in the app's work directory, or in the data folder; null if it is nowhere. */
    @Nullable
    Path file(Entry entry) {
        String zip = entry.zip();
        if (zip == null || zip.indexOf('\0') >= 0) return null;
        String directory = entry.service().workingDirectory();
        Path home = directory == null
                ? data.resolve("apps").resolve(entry.name())
                : data.resolve("bin").resolve(directory).normalize(); // as the installer resolves it
        for (Path folder : new Path[] {home, data}) {
            Path file = folder.resolve(zip).normalize();
            if (Stamp.of(file).there()) return file;
        }
        return null;
    }

    /** Reads the zip if it is not as it was; a big one takes a second. */
    Found read(Path file) throws IOException {
        Stamp stamp = Stamp.of(file);
        synchronized (this) {
            Found known = found.get(file.toString());
            if (known != null && known.stamp.equals(stamp)) return known;
        }
        var read = new Found(file, stamp, sha256(file.toFile()));
        synchronized (this) {
            found.put(file.toString(), read);
        }
        return read;
    }

    private static String sha256(File file) throws IOException {
        try (InputStream in = new FileInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[16 * 1024];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) digest.update(buffer, 0, count);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** The file behind {@code url} if it is one that the local file names: nobody else chooses what is read here. */
    synchronized @Nullable Path opens(String url) {
        if (!url.startsWith(SCHEME)) return null;
        Found known = found.get(url.substring(SCHEME.length()));
        return known == null ? null : known.file;
    }
}
