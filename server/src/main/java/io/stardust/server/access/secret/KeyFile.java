package io.stardust.server.access.secret;

import io.stardust.protocol.FileFailure;
import io.stardust.server.db.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A key of 32 random bytes in a file that only its owner may read, made when first needed. It lives beside the
 * database, not in it, so that a copy of the database alone opens nothing. Thread-safe.
 */
public final class KeyFile {
    private static final int BYTES = 32;

    private final Path file;
    private volatile byte @Nullable [] key;

    public KeyFile(Path file) {
        this.file = file;
    }

    /** The key; the same for ever. */
    public byte[] bytes() {
        byte[] known = key;
        if (known == null) known = load();
        return known.clone();
    }

    private synchronized byte[] load() {
        byte[] known = key;
        if (known != null) return known;
        try {
            byte[] loaded = Files.exists(file) ? read() : create();
            key = loaded;
            return loaded;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or make the key %s: %s".formatted(file, FileFailure.why(e)), e);
        }
    }

    /** Whether a text is the Base64 of a key. */
    public static boolean isKey(String text) {
        try {
            return Base64.getDecoder().decode(text).length == BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private byte[] read() throws IOException {
        byte[] loaded;
        try {
            loaded = Base64.getDecoder().decode(Files.readString(file).trim());
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is no key (expected: 32 bytes as Base64)", e);
        }
        if (loaded.length != BYTES)
            throw new IOException("%s holds %d bytes (expected: 32)".formatted(file, loaded.length));
        return loaded;
    }

    private byte[] create() throws IOException {
        byte[] made = new byte[BYTES];
        new SecureRandom().nextBytes(made);
        OwnerOnly.write(file, Base64.getEncoder().encodeToString(made));
        return made;
    }
}
