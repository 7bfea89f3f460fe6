package io.stardust.server.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which server this is among those of one database: an id that the data folder keeps in {@code server.id}, drawn at the
 * first use. Thread-safe.
 */
public final class ServerIdentity {
    private final Path folder;
    private @Nullable String id; // guarded by this

    /** Of the server whose data folder this is. */
    public ServerIdentity(Path folder) {
        this.folder = folder;
    }

    /** The id; the same after a restart. */
    public synchronized String id() {
        if (id == null) id = read();
        return id;
    }

    private String read() {
        Path file = folder.resolve("server.id");
        try {
            if (Files.exists(file)) return Files.readString(file).strip();
            String drawn = UUID.randomUUID().toString();
            Path part = folder.resolve("server.id.part");
            Files.deleteIfExists(part);
            OwnerOnly.create(part);
            Files.writeString(part, drawn);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return drawn;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + file, e);
        }
    }

    /** Who it is, for people. */
    String words() {
        return "host %s, process %d, data %s"
                .formatted(host(), ProcessHandle.current().pid(), folder.toAbsolutePath());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "unknown";
        }
    }
}
