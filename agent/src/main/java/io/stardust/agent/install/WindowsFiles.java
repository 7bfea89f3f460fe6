package io.stardust.agent.install;

import io.stardust.protocol.pack.PackageEntries;
import io.stardust.protocol.start.FileKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Makes files that were packed on Windows fit to run here: what can be started becomes executable where the archive
 * tells no modes, and scripts lose the byte order mark and the carriage returns that no shell understands.
 */
final class WindowsFiles {
    private static final int MAX_SCRIPT_BYTES = 1 << 20;

    private WindowsFiles() {}

    /**
     * Mends one file.
     *
     * @param file What {@code item} was unpacked to.
     * @return What lies there now, without the time; null if its content is as it was.
     */
    static FileList.@Nullable Mark mend(PackageEntries.Item item, Path file) throws IOException {
        if (item.entry().isDirectory() || item.entry().size() < 4) return null;
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(FileKind.HEAD);
        }
        FileKind kind = FileKind.of(item.path(), head);
        boolean script = kind == FileKind.SCRIPT || kind == FileKind.SHELL;
        boolean started = kind == FileKind.SCRIPT || kind == FileKind.PROGRAM;
        if (started && item.entry().mode() == 0) Starter.makeExecutable(file);
        return script && item.entry().size() <= MAX_SCRIPT_BYTES ? unix(file) : null;
    }

    private static FileList.@Nullable Mark unix(Path script) throws IOException {
        byte[] text = Files.readAllBytes(script);
        int start = FileKind.hasMark(text) ? 3 : 0;
        int line = start;
        while (line < text.length && text[line] != '\n') line++;
        boolean returns = line < text.length && line > start && text[line - 1] == '\r';
        if (start == 0 && !returns) return null;
        byte[] rest = Arrays.copyOfRange(text, start, text.length);
        byte[] now = returns ? withoutReturns(rest) : rest;
        Files.write(
                script, now, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.DSYNC);
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
