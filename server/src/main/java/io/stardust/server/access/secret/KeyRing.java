package io.stardust.server.access.secret;

import io.stardust.protocol.FileFailure;
import io.stardust.protocol.Hashes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that secrets were ever sealed with: {@code secret.key}, then {@code secret-2.key} and so on, one file each.
 * The last one seals; the others open what was sealed before. A key is known by a digest of its bytes, so that a file
 * that was swapped or lost is noticed. Who runs the server may give keys instead. Thread-safe.
 */
public final class KeyRing {
    private static final int ID_CHARS = 12;

    private final Path folder;
    private final String name;
    private final boolean given;
    private volatile List<Key> keys;

    /** @param first the file of the first key, made when first needed; the others lie beside it */
    public KeyRing(Path first) {
        this(first, List.of());
    }

    /** @param given instead of files: Base64 of each key, the last one seals; empty: files it is */
    public KeyRing(Path first, List<String> given) {
        this.given = !given.isEmpty();
        this.keys = given.stream()
                .map(text -> key(Base64.getDecoder().decode(text)))
                .toList();
        this.folder = Objects.requireNonNull(first.toAbsolutePath().getParent());
        this.name = String.valueOf(first.getFileName()).replaceFirst("\\.key$", "");
    }

    /**
     * One key.
     *
     * @param id tells it from others and nothing about it
     */
    record Key(String id, SecretKeySpec spec) {}

    /** Seals from now on. */
    Key current() {
        return all().getLast();
    }

    /** Sealed what names no key. */
    Key oldest() {
        return all().getFirst();
    }

    Optional<Key> find(String id) {
        return all().stream().filter(key -> key.id().equals(id)).findFirst();
    }

    /** Their ids, the oldest first. */
    List<String> ids() {
        return all().stream().map(Key::id).toList();
    }

    /** Whether there is a key that has not to be made first. */
    boolean isThere() {
        return given || last() > 1 || Files.exists(file(1));
    }

    /** Makes a key that seals from now on. Keys that are given are not made here: the last one it is. */
    synchronized Key renew() {
        if (given) return current();
        List<Key> now = new ArrayList<>(all());
        Key made = key(new KeyFile(file(last() + 1)).bytes());
        now.add(made);
        keys = List.copyOf(now);
        return made;
    }

    /** Where they are, in words. */
    String place() {
        return given ? "secrets.keys" : folder.toString();
    }

    /** The file of the oldest. */
    Path first() {
        return file(1);
    }

    private List<Key> all() {
        List<Key> known = keys;
        return known.isEmpty() ? load() : known;
    }

    private synchronized List<Key> load() {
        if (!keys.isEmpty()) return keys;
        List<Key> loaded = new ArrayList<>();
        int last = last();
        for (int i = 1; i <= last; i++) {
            if (i == last || Files.exists(file(i))) loaded.add(key(new KeyFile(file(i)).bytes()));
        }
        keys = List.copyOf(loaded);
        return keys;
    }

    private static Key key(byte[] bytes) {
        return new Key(Hashes.sha256Hex(bytes).substring(0, ID_CHARS), new SecretKeySpec(bytes, "AES"));
    }

    private Path file(int number) {
        return folder.resolve(number == 1 ? name + ".key" : name + "-" + number + ".key");
    }

    /** The highest number there is; 1 when there is none. */
    private int last() {
        Pattern numbered = Pattern.compile(Pattern.quote(name) + "-([1-9][0-9]{0,5})\\.key");
        if (!Files.isDirectory(folder)) return 1;
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> numbered.matcher(String.valueOf(file.getFileName())))
                    .filter(Matcher::matches)
                    .mapToInt(match -> Integer.parseInt(match.group(1)))
                    .max()
                    .orElse(1);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for keys in %s: %s".formatted(folder, FileFailure.why(e)), e);
        }
    }
}
