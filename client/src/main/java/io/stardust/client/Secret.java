package io.stardust.client;

import io.stardust.client.disk.Shelf;
import io.stardust.client.link.Credentials;
import io.stardust.protocol.FileFailure;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The app's secret: of a file, which is read at each login because its agent renews it; else as it was given; else what
 * the server issued at the first login, which stays on disk. Thread-safe.
 */
final class Secret implements Credentials {
    private static final String ISSUED = "secret";
    private static final int MAX_BYTES = 4_096;

    private final String app;
    private final @Nullable Path file;
    private final Shelf shelf;
    private @Nullable String last; // guarded by this

    Secret(String app, @Nullable Path file, @Nullable String given, Shelf shelf) {
        this.app = app;
        this.file = file;
        this.shelf = shelf;
        this.last = given;
    }

    @Override
    public synchronized @Nullable Pair load() {
        if (file != null) read(file);
        if (last == null) {
            byte[] issued = shelf.read(ISSUED);
            if (issued != null) last = new String(issued, StandardCharsets.UTF_8).strip();
        }
        return last == null || last.isEmpty() ? null : new Pair(app, last);
    }

    private void read(Path from) {
        try {
            if (Files.size(from) > MAX_BYTES) throw new IOException("it is larger than " + MAX_BYTES + " bytes");
            last = Files.readString(from).strip();
        } catch (IOException e) {
            Stardust.LOG.log(Level.WARNING, "the secret in " + from + " cannot be read: " + FileFailure.why(e));
        }
    }

    @Override
    public synchronized void store(Pair pair) {
        last = pair.secret();
        shelf.write(ISSUED, pair.secret().getBytes(StandardCharsets.UTF_8));
    }
}
