package io.stardust.server.registry;

import io.stardust.protocol.Json;
import io.stardust.server.db.OwnerOnly;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lines of a journal: eight hexadecimal digits of a CRC-32C, a blank, what they are of. */
final class JournalLines {
    private static final Logger LOG = LoggerFactory.getLogger(JournalLines.class);
    /** Bytes of the longest line that is read; no registration is longer. */
    private static final int LONGEST = 64 * 1024;

    private static final int PIECE = 1 << 20;
    private static final int HEAD = 9;

    private JournalLines() {}

    /** A line that says {@code registration} holds. */
    static byte[] put(Registration registration) {
        return line((byte) '+', Json.PEOPLE.bytes(registration));
    }

    /** A line that says the registration {@code id} is over. */
    static byte[] remove(long id) {
        return line((byte) '-', Long.toString(id).getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] line(byte sign, byte[] payload) {
        byte[] line = new byte[HEAD + 1 + payload.length + 1];
        line[HEAD] = sign;
        System.arraycopy(payload, 0, line, HEAD + 1, payload.length);
        byte[] head = HexFormat.of()
                .toHexDigits((int) checksum(line, HEAD, line.length - 1))
                .getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(head, 0, line, 0, head.length);
        line[HEAD - 1] = ' ';
        line[line.length - 1] = '\n';
        return line;
    }

    private static long checksum(byte[] bytes, int from, int to) {
        var sum = new CRC32C();
        sum.update(bytes, from, to - from);
        return sum.getValue();
    }

    static void writeAll(FileChannel out, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) out.write(buffer);
    }

    /** Writes a file of {@code all} that is on the disk when this returns. */
    static void writeBase(Path file, Collection<Registration> all) throws IOException {
        Files.deleteIfExists(file);
        OwnerOnly.create(file);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var piece = new ByteArrayOutputStream(PIECE + LONGEST);
            for (Registration registration : all) {
                piece.writeBytes(put(registration));
                if (piece.size() < PIECE) continue;
                writeAll(out, piece.toByteArray());
                piece.reset();
            }
            writeAll(out, piece.toByteArray());
            out.force(true);
        }
    }

    /** Puts what {@code file} says on top of {@code held}; returns how many lines it has. */
    static long read(Path file, Map<Long, Registration> held) throws IOException {
        long lines = 0;
        long bad = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), LONGEST)) {
            var line = new ByteArrayOutputStream(1_024);
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c != '\n') {
                    if (line.size() <= LONGEST) line.write(c);
                    continue;
                }
                lines++;
                if (!apply(line.toByteArray(), held)) bad++;
                line.reset();
            }
            if (line.size() > 0) LOG.info("{}: its last line is torn; left out", file);
        }
        if (bad > 0) LOG.warn("{}: {} lines cannot be read; left out", file, bad);
        return lines;
    }

    private static boolean apply(byte[] line, Map<Long, Registration> held) {
        if (line.length <= HEAD || line.length > LONGEST || line[HEAD - 1] != ' ') return false;
        try {
            String head = new String(line, 0, HEAD - 1, StandardCharsets.US_ASCII);
            if (Long.parseLong(head, 16) != checksum(line, HEAD, line.length)) return false;
            String payload = new String(line, HEAD, line.length - HEAD, StandardCharsets.UTF_8);
            if (payload.startsWith("-")) {
                held.remove(Long.parseLong(payload.substring(1)));
                return true;
            }
            if (!payload.startsWith("+")) return false;
            @Nullable Registration read = Json.PEOPLE.read(payload.substring(1), Registration.class);
            if (!Intake.holds(read)) return false;
            held.put(read.id(), read);
            return true;
        } catch (Json.BadJson | IllegalArgumentException | NullPointerException _) {
            return false;
        }
    }
}
