package io.stardust.client.log;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an app's log goes, and how much of it may wait. Immutable.
 *
 * @param server {@code http://stardust.example:6600}
 * @param app its name
 * @param secret of one of its keys; null: it is in {@code secretFile}
 * @param secretFile read anew when the secret does not hold any more; null: none
 * @param instance which process it is; empty: not known, as with what follows
 * @param release of the app
 * @param node where it runs
 * @param folder where batches wait while the server is away; null: in memory
 * @param capacity events that wait to be sent, before more are dropped
 * @param maxBytes of batches that wait while the server is away; beyond it the oldest are dropped
 */
public record LogSettings(
        URI server,
        String app,
        @Nullable String secret,
        @Nullable Path secretFile,
        String instance,
        String release,
        String node,
        @Nullable Path folder,
        int capacity,
        long maxBytes) {
    private static final int CAPACITY = 10_000;
    private static final long MAX_BYTES = 64L << 20;

    public LogSettings {
        if (server.isOpaque() || !("http".equals(server.getScheme()) || "https".equals(server.getScheme()))) {
            throw new IllegalArgumentException("server: " + server + " (expected: http://host:port)");
        }
        if (secret == null && secretFile == null) {
            throw new IllegalArgumentException(
                    "secret: not set (expected: STARDUST_SECRET or STARDUST_SECRET_FILE, or secret in the configuration)");
        }
        if (capacity < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("capacity, maxBytes: not above 0 (expected: events, and bytes)");
        }
    }

    /**
     * What the variables that our agent sets say, in their names {@code STARDUST_SERVER}, {@code STARDUST_APP_ID},
     * {@code STARDUST_SECRET} or {@code STARDUST_SECRET_FILE}, {@code STARDUST_INSTANCE}, {@code STARDUST_RELEASE},
     * {@code STARDUST_NODE}.
     *
     * @throws IllegalArgumentException in words, when something is missing
     */
    public static LogSettings of(Map<String, String> variables) {
        String file = variables.getOrDefault("STARDUST_SECRET_FILE", "");
        String secret = variables.getOrDefault("STARDUST_SECRET", "");
        return new LogSettings(
                server(required(variables, "STARDUST_SERVER")),
                required(variables, "STARDUST_APP_ID"),
                secret.isEmpty() ? null : secret,
                file.isEmpty() ? null : Path.of(file),
                variables.getOrDefault("STARDUST_INSTANCE", ""),
                variables.getOrDefault("STARDUST_RELEASE", ""),
                variables.getOrDefault("STARDUST_NODE", ""),
                null,
                CAPACITY,
                MAX_BYTES);
    }

    private static String required(Map<String, String> variables, String name) {
        String value = variables.getOrDefault(name, "");
        if (value.isBlank()) throw new IllegalArgumentException(name + ": not set");
        return value.strip();
    }

    /** The first one, where several stand with commas between. */
    private static URI server(String text) {
        return URI.create(text.split(",", 2)[0].strip());
    }

    /** The same; batches wait in {@code where}. */
    public LogSettings withFolder(Path where) {
        return new LogSettings(server, app, secret, secretFile, instance, release, node, where, capacity, maxBytes);
    }

    /** The same, with other bounds. */
    public LogSettings withBounds(int newCapacity, long newMaxBytes) {
        return new LogSettings(
                server, app, secret, secretFile, instance, release, node, folder, newCapacity, newMaxBytes);
    }

    @Override
    public String toString() {
        return "LogSettings[" + app + " to " + server + "]";
    }
}
