package io.stardust.agent.install;

import io.stardust.protocol.pack.ZipDirectory;
import io.stardust.protocol.start.FileKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Makes files that were packed on Windows fit to run here: what can be started becomes executable where the archive
 * tells no modes, and scripts lose the byte order mark and the carriage returns that no shell understands. Not for the
 * files of a hosted site: those are served, byte for byte, and not run.
 */
final class WindowsFiles {
    private static final int MAX_SCRIPT_BYTES = 1 << 20;

    private WindowsFiles() {}

    /** Whether there may be something to mend in a file of that kind. */
    static boolean concerns(FileKind kind) {
        return kind == FileKind.SCRIPT || kind == FileKind.SHELL || kind == FileKind.PROGRAM;
    }

    /**
     * Mends one file of a kind that this {@link #concerns}.
     *
     * @param file What {@code entry} was unpacked to.
     * @return What lies there now, without the time; null if its content is as it was.
     */
    static FileList.@Nullable Mark mend(ZipDirectory.Entry entry, FileKind kind, Path file) throws IOException {
        boolean text = kind == FileKind.SCRIPT || kind == FileKind.SHELL;
        boolean small = entry.size() <= MAX_SCRIPT_BYTES;
        FileList.Mark mended = text && small ? unix(file, Access.ofFile(entry.mode())) : null;
        if (kind != FileKind.SHELL && entry.mode() == 0) Starter.makeExecutable(file);
        return mended;
    }

    private static FileList.@Nullable Mark unix(Path script, int mode) throws IOException {
        byte[] text = Files.readAllBytes(script);
        int start = FileKind.hasMark(text) ? 3 : 0;
        int line = start;
        while (line < text.length && text[line] != '\n') line++;
        boolean returns = line < text.length && line > start && text[line - 1] == '\r';
        if (start == 0 && !returns) return null;
        byte[] rest = Arrays.copyOfRange(text, start, text.length);
        byte[] now = returns ? withoutReturns(rest) : rest;
        // anew, since the package may have made it one that its owner may only read
        Files.delete(script);
        Set<OpenOption> create =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
        try (SeekableByteChannel to = Files.newByteChannel(script, create, Access.attributes(mode))) {
            ByteBuffer bytes = ByteBuffer.wrap(now);
            while (bytes.hasRemaining()) to.write(bytes);
        }
        if (Access.isShared(mode)) Access.set(script, mode); // whatever the agent's own mask
        CRC32 crc = new CRC32();
        crc.update(now);
        return new FileList.Mark(now.length, 0, crc.getValue());
    }

    private static byte[] withoutReturns(byte[] text) {
        var lines = new ByteArrayOutputStream(text.length);
        for (int i = 0; i < text.length; i++) {
            boolean dropped = text[i] == '\r' && i + 1 < text.length && text[i + 1] == '\n';
            if (!dropped) lines.write(text[i]);
        }
        return lines.toByteArray();
    }
}
