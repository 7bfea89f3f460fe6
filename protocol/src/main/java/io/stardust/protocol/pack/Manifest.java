package io.stardust.protocol.pack;

import io.stardust.protocol.Hashes;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a package consists of: its size and SHA-256, and of each chunk the length, mark, SHA-256, how many entries begin
 * in it and where. The text form is the same whoever computes it, so that it can be signed:
 *
 * <pre>
 * stardust-manifest 1
 * package SHA256 SIZE GRAIN
 * LENGTH MARK SHA256 ENTRIES PATH
 * …
 * </pre>
 *
 * Lines end with a line feed, numbers are decimal, hashes and marks lower-case hex. Immutable.
 */
public final class Manifest {
    /** Longest text, bytes. */
    public static final int MAX_BYTES = 4 << 20;

    private static final String HEAD = "stardust-manifest 1\npackage ";
    private static final int MAX_CHUNKS = 20_000;
    private static final int DIGITS = 64; // of a SHA-256
    private static final int BUFFER = 128 << 10;

    private final byte[] text;
    private final String sha256;
    private final long size;
    private final int grain;
    private int[] lengths = new int[256];
    private int[] marks = new int[256];
    private int[] hashes = new int[256]; // where in the text
    private int count;
    private long entries;

    /**
     * Reads a text.
     *
     * @throws IllegalArgumentException with words if it is none; nothing in it is believed before
     */
    public Manifest(byte[] text) {
        if (text.length > MAX_BYTES) throw bad("more than " + MAX_BYTES + " bytes");
        this.text = text;
        int first = HEAD.length();
        int end = line(first);
        if (!new String(text, 0, Math.min(first, text.length), StandardCharsets.US_ASCII).equals(HEAD)) {
            throw bad("another kind or version");
        }
        String[] about = new String(text, first, end - first, StandardCharsets.US_ASCII).split(" ", -1);
        if (about.length != 3 || about[0].length() != DIGITS) throw bad("line 2");
        this.sha256 = about[0];
        this.size = Long.parseLong(about[1]);
        this.grain = Integer.parseInt(about[2]);
        if (grain < Chunks.MIN_GRAIN || grain > 1 << 28) throw bad("grain " + grain);
        long sum = 0;
        for (int at = end + 1; at < text.length; at = end + 1) {
            end = line(at);
            sum += chunk(at, end);
        }
        if (sum != size) throw bad("its chunks are " + sum + " bytes, the package " + size);
    }

    private int line(int from) {
        for (int i = from; i < text.length; i++) if (text[i] == '\n') return i;
        throw bad("cut off");
    }

    private int chunk(int at, int end) {
        int blank = at;
        while (blank < end && text[blank] != ' ') blank++;
        int hash = blank + 10;
        if (blank - at > 10 || hash + DIGITS + 2 > end || text[hash - 1] != ' ' || text[hash + DIGITS] != ' ') {
            throw bad("line of chunk " + count);
        }
        if (count == MAX_CHUNKS) throw bad("more than " + MAX_CHUNKS + " chunks");
        if (count == lengths.length) {
            lengths = Arrays.copyOf(lengths, count * 2);
            marks = Arrays.copyOf(marks, count * 2);
            hashes = Arrays.copyOf(hashes, count * 2);
        }
        int length = (int) number(at, blank);
        if (length <= 0) throw bad("length of chunk " + count);
        int path = hash + DIGITS + 1;
        while (path < end && text[path] != ' ') path++;
        entries += number(hash + DIGITS + 1, path);
        lengths[count] = length;
        marks[count] = HexFormat.fromHexDigits(ascii(blank + 1, blank + 9));
        hashes[count] = hash;
        count++;
        return length;
    }

    private long number(int from, int to) {
        return Long.parseLong(ascii(from, to));
    }

    private String ascii(int from, int to) {
        return new String(text, from, to - from, StandardCharsets.US_ASCII);
    }

    private static IllegalArgumentException bad(String what) {
        return new IllegalArgumentException("no manifest that can be used: " + what);
    }

    /** Reads a package and tells what it consists of. */
    public static Manifest of(Path file) throws IOException {
        try (FileChannel zip = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int grain = Chunks.grain(zip.size()); ; grain *= 2) {
                Chunks chunks = Chunks.of(zip, grain, true);
                if (chunks.count() > MAX_CHUNKS) continue;
                byte[] text = text(zip, chunks, grain).getBytes(StandardCharsets.UTF_8);
                if (text.length <= MAX_BYTES) return new Manifest(text);
            }
        }
    }

    private static String text(FileChannel zip, Chunks chunks, int grain) throws IOException {
        MessageDigest whole = Hashes.sha256();
        MessageDigest digest = Hashes.sha256();
        byte[] buffer = new byte[BUFFER];
        StringBuilder lines = new StringBuilder(chunks.count() * 120);
        long at = 0;
        for (int i = 0; i < chunks.count(); i++) {
            for (int left = chunks.length(i); left > 0; ) {
                int read = zip.read(ByteBuffer.wrap(buffer, 0, Math.min(left, BUFFER)), at);
                if (read < 0) throw new EOFException("it became shorter while it was read");
                whole.update(buffer, 0, read);
                digest.update(buffer, 0, read);
                left -= read;
                at += read;
            }
            lines.append(chunks.length(i)).append(' ');
            lines.append(HexFormat.of().toHexDigits(chunks.mark(i))).append(' ');
            lines.append(HexFormat.of().formatHex(digest.digest())).append(' ');
            lines.append(chunks.entries(i)).append(' ').append(chunks.path(i)).append('\n');
        }
        return HEAD + HexFormat.of().formatHex(whole.digest()) + " " + at + " " + grain + "\n" + lines;
    }

    /** The text: what is hashed, signed and sent. */
    public byte[] text() {
        return text.clone();
    }

    /** Of the text. */
    public String textSha256() {
        return Hashes.sha256Hex(text);
    }

    /** Of the package: 64 lower-case hex digits. */
    public String sha256() {
        return sha256;
    }

    /** Of the package, bytes. */
    public long size() {
        return size;
    }

    /** With which another package must be cut to be compared. */
    public int grain() {
        return grain;
    }

    /** Entries of the zip and of the zips within that were opened. */
    public long entries() {
        return entries;
    }

    public int count() {
        return count;
    }

    public int length(int i) {
        return lengths[i];
    }

    public int mark(int i) {
        return marks[i];
    }

    /** Whether {@code digest} is the SHA-256 of chunk {@code i}. */
    public boolean matches(int i, byte[] digest) {
        return hash(i).equals(HexFormat.of().formatHex(digest));
    }

    /** SHA-256 of chunk {@code i}, 64 lower-case hex digits. */
    public String hash(int i) {
        return ascii(hashes[i], hashes[i] + DIGITS);
    }

    /** Entries that begin in chunk {@code i}. */
    public int entries(int i) {
        int from = hashes[i] + DIGITS + 1;
        int to = from;
        while (text[to] != ' ') to++;
        return (int) number(from, to);
    }

    /** The entry with which chunk {@code i} begins; {@code lib/a.jar!/b} is one in a zip within. */
    public String path(int i) {
        int from = hashes[i] + DIGITS + 1;
        while (text[from] != ' ') from++;
        return new String(text, from + 1, line(from) - from - 1, StandardCharsets.UTF_8);
    }
}
