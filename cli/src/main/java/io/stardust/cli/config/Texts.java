package io.stardust.cli.config;

import io.stardust.cli.http.Failure;
import io.stardust.cli.terminal.Terminal;
import io.stardust.protocol.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts from files and from standard input: UTF-8, at most 16 MiB. */
final class Texts {
    /** Bytes of one text. */
    static final int MOST = 16 << 20;

    private Texts() {}

    /** A value from a file, without its last line break. */
    static String ofFile(Path file) {
        return chomped(whole(file));
    }

    /** A value from standard input, likewise. */
    static String ofInput(Terminal terminal) {
        return chomped(whole(terminal));
    }

    static String whole(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return text(in.readNBytes(MOST + 1), file.toString());
        } catch (IOException e) {
            throw Failure.usage("cannot read %s: %s".formatted(file, FileFailure.why(e)));
        }
    }

    static String whole(Terminal terminal) {
        return text(terminal.input(MOST + 1), "standard input");
    }

    static String text(byte[] bytes, String from) {
        if (bytes.length > MOST) throw Failure.usage("%s: larger than 16 MiB".formatted(from));
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw Failure.usage("%s: not UTF-8 text".formatted(from));
        }
    }

    private static String chomped(String text) {
        if (text.endsWith("\r\n")) return text.substring(0, text.length() - 2);
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
