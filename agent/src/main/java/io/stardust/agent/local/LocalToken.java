package io.stardust.agent.local;

import io.stardust.agent.files.Modes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What proves that somebody may read the agent's own files: {@code state/local.token}, readable by the agent's user
 * alone, another one at each start. Immutable.
 */
final class LocalToken {
    private static final int BYTES = 24;

    private final Path file;
    private final String text;

    private LocalToken(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /** Writes a new one; {@code random} must be one that nobody can guess. */
    static LocalToken make(Path state, RandomGenerator random) throws IOException {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        var token = new LocalToken(state.resolve("local.token"), HexFormat.of().formatHex(secret));
        Modes.makeFolder(state);
        Files.deleteIfExists(token.file);
        var create = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var own = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(token.file, create, own)) {
            channel.write(ByteBuffer.wrap(token.text.getBytes(StandardCharsets.US_ASCII)));
        }
        return token;
    }

    Path file() {
        return file;
    }

    /** Whether an {@code Authorization} header brings it. */
    boolean holds(String header) {
        return header.startsWith("Bearer ")
                && LocalHttp.same(header.substring(7).strip(), text);
    }
}
