package io.stardust.server.file;

import io.stardust.protocol.Hashes;
import io.stardust.server.db.OwnerOnly;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.TooLarge;
import io.stardust.server.http.ApiException.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps files on disk under the SHA-256 of their content, each once. Thread-safe. A file arrives in {@code incoming},
 * is forced to disk and renamed, so that what {@link #find} returns is always whole.
 */
public final class BlobStore {
    private static final Logger LOG = LoggerFactory.getLogger(BlobStore.class);
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
    private static final int CHUNK = 256 << 10; // bytes

    /** Left free on the disk, for the database: 64 MiB. */
    private static final long RESERVE = 64L << 20;

    /** An unused blob this young may be one whose release is being written just now. */
    private static final Duration YOUNG = Duration.ofHours(1);

    private final Path root;
    private final Path incoming;
    private final InstantSource clock;
    private final BooleanSupplier writer;

    /**
     * Keeps files below {@code root}, e.g. {@code data/blobs/ab/cdef…}.
     *
     * @param writer whether this server may write there now
     */
    public BlobStore(Path root, InstantSource clock, BooleanSupplier writer) {
        this.root = root;
        this.incoming = root.resolve("incoming");
        this.clock = clock;
        this.writer = writer;
    }

    /** Makes the folders and removes what an earlier life left half-way. */
    public BlobStore start() {
        try {
            Files.createDirectories(incoming);
            try (Stream<Path> left = Files.list(incoming)) {
                for (Path part : (Iterable<Path>) left::iterator) Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the folder " + root, e);
        }
        return this;
    }

    /**
     * Takes {@code in} to its end. Memory use does not depend on the size.
     *
     * @param announced the size in bytes that the sender named, -1 when none
     * @param limit most bytes
     * @return what is now on disk; the same content twice gives the same blob, and heals it
     * @throws TooLarge if it is, or is announced, larger than {@code limit}; nothing is read in the second case
     * @throws Invalid if fewer or more bytes came than announced
     * @throws Unavailable if the disk is full, or another server writes here
     */
    public Blob put(InputStream in, long announced, long limit) {
        if (announced > limit) throw new TooLarge("file", announced, limit);
        if (!writer.getAsBoolean()) {
            throw new Unavailable("another server has taken over from this one; send it to that one");
        }
        Path part = incoming.resolve(UUID.randomUUID() + ".part");
        try {
            requireRoom(announced);
            Blob blob = receive(in, part, limit);
            if (announced >= 0 && blob.size() != announced) {
                throw new Invalid("body", blob.size() + " bytes", "%d bytes, as announced".formatted(announced));
            }
            keep(part, path(blob.sha256()));
            return blob;
        } catch (IOException e) {
            throw failed(e);
        } finally {
            discard(part);
        }
    }

    private void requireRoom(long announced) throws IOException {
        long free = Files.getFileStore(root).getUsableSpace();
        if (free < Math.max(announced, 0) + RESERVE) {
            throw new Unavailable(
                    "the server's disk is full: %d MiB free, %d MiB needed; free some space, then try again"
                            .formatted(free >> 20, (Math.max(announced, 0) + RESERVE) >> 20));
        }
    }

    private static Blob receive(InputStream in, Path part, long limit) throws IOException {
        MessageDigest sha256 = Hashes.sha256();
        MessageDigest md5 = Hashes.md5();
        long size = 0;
        byte[] chunk = new byte[CHUNK];
        try (FileChannel out = FileChannel.open(
                part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnerOnly.file())) {
            while (true) {
                int n = read(in, chunk);
                if (n < 0) break;
                size += n;
                if (size > limit) throw new TooLarge("file", -1, limit);
                sha256.update(chunk, 0, n);
                md5.update(chunk, 0, n);
                ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, n);
                while (bytes.hasRemaining()) out.write(bytes);
            }
            out.force(true);
        }
        return new Blob(
                HexFormat.of().formatHex(sha256.digest()),
                HexFormat.of().withUpperCase().formatHex(md5.digest()),
                size);
    }

    /** The sender's failures are told apart from the disk's. */
    private static int read(InputStream in, byte[] chunk) {
        try {
            return in.read(chunk);
        } catch (IOException e) {
            throw new Invalid("body: " + e.getMessage());
        }
    }

    private synchronized void keep(Path part, Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.getParent());
        Files.createDirectories(folder);
        // also over one that is there: what has just come is right, what lay there may have rotted
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        force(folder);
    }

    /** The name is on disk only after its folder is; not every system lets a folder be opened. */
    private static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("cannot force the folder {}: {}", folder, e.toString());
        }
    }

    private static RuntimeException failed(IOException e) {
        String words = String.valueOf(e.getMessage());
        if (words.contains("No space left") || words.contains("quota")) {
            LOG.warn("an upload was refused: {}", words);
            return new Unavailable("the server's disk is full; free some space, then try again");
        }
        return new UncheckedIOException(e);
    }

    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            LOG.warn("cannot remove {}: {}", part, e.toString());
        }
    }

    /** Where the content with this SHA-256 is; empty when it is not here. */
    public Optional<Path> find(String sha256) {
        if (!NAME.matcher(sha256).matches()) return Optional.empty();
        Path file = path(sha256);
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /**
     * Removes what nobody uses. Blobs put within the last hour stay, since the row that uses one is written after it;
     * call this again later.
     *
     * @param used tells whether a row names this SHA-256
     * @return how many were removed
     */
    public int sweep(Predicate<String> used) {
        if (!writer.getAsBoolean()) return 0;
        Instant young = clock.instant().minus(YOUNG);
        int removed = 0;
        try (Stream<Path> files = Files.walk(root, 2)) {
            List<Path> blobs =
                    files.filter(file -> NAME.matcher(name(file)).matches()).toList();
            for (Path file : blobs) if (removedUnused(file, young, used)) removed++;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look through " + root, e);
        }
        return removed;
    }

    /** Under the lock of {@link #keep}: a blob made young again is not removed. */
    private synchronized boolean removedUnused(Path file, Instant young, Predicate<String> used) throws IOException {
        if (Files.getLastModifiedTime(file).toInstant().isAfter(young) || used.test(name(file))) return false;
        return Files.deleteIfExists(file);
    }

    /** Whether there is none at all; also before the start. */
    public boolean isEmpty() {
        if (!Files.isDirectory(root)) return true;
        try (Stream<Path> files = Files.walk(root, 2)) {
            return files.noneMatch(file -> NAME.matcher(name(file)).matches());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look through " + root, e);
        }
    }

    private Path path(String sha256) {
        return root.resolve(sha256.substring(0, 2)).resolve(sha256.substring(2));
    }

    private static String name(Path file) {
        @Nullable Path folder = file.getParent();
        return folder == null ? "" : folder.getFileName().toString() + file.getFileName();
    }
}
