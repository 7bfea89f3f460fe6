package io.stardust.agent;

import io.avaje.jsonb.Json;
import io.stardust.agent.files.Modes;
import io.stardust.client.link.Credentials;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's code and secret in {@code credentials.json}, readable by the agent's user alone. Thread-safe. */
final class NodeCredentials implements Credentials {
    private static final Logger LOG = LoggerFactory.getLogger(NodeCredentials.class);

    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private @Nullable Pair pair;

    NodeCredentials(Path folder) {
        this.file = folder.resolve("credentials.json");
    }

    /** The file's shape. */
    @Json
    record Kept(@Nullable String code, @Nullable String secret) {}

    @Override
    public synchronized @Nullable Pair load() {
        if (pair == null) pair = read();
        return pair;
    }

    private @Nullable Pair read() {
        try {
            Kept kept = io.stardust.protocol.Json.PEOPLE.read(Files.readAllBytes(file), Kept.class);
            if (kept.code() != null && kept.secret() != null) return new Pair(kept.code(), kept.secret());
            LOG.warn("{} lacks code or secret; the node introduces itself anew", file);
        } catch (NoSuchFileException _) {
            return null;
        } catch (IOException | io.stardust.protocol.Json.BadJson e) {
            LOG.warn("{} cannot be read; the node introduces itself anew: {}", file, e.getMessage());
        }
        return null;
    }

    /** Written beside, forced to the disk, then renamed: there is the old pair or the new one, never half a pair. */
    @Override
    public synchronized void store(Pair issued) throws IOException {
        Modes.makeFolderOf(file);
        Path part = file.resolveSibling("credentials.json.part");
        Files.deleteIfExists(part);
        String json = io.stardust.protocol.Json.PEOPLE.pretty(new Kept(issued.code(), issued.secret()));
        Set<StandardOpenOption> create = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(part, create, PRIVATE)) {
            channel.write(ByteBuffer.wrap(json.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        pair = issued;
        LOG.info("the server knows this node as {}", issued.code());
    }
}
