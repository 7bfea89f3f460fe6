package io.stardust.server.access.secret;

import io.stardust.protocol.FileFailure;
import io.stardust.server.db.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
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

    /** Written whole, then renamed: a crash leaves a key or none, never half of one. */
    private byte[] create() throws IOException {
        byte[] made = new byte[BYTES];
        new SecureRandom().nextBytes(made);
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Files.createDirectories(folder, OwnerOnly.folder());
        Path part = folder.resolve(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        try (FileChannel out = FileChannel.open(
                part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnerOnly.file())) {
            String text = Base64.getEncoder().encodeToString(made) + "\n";
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) out.write(bytes);
            out.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        return made;
    }
}
