package io.stardust.server.db;

import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL server is and how to come in. Immutable.
 *
 * @param url {@code jdbc:postgresql://HOST[:PORT]/NAME}, with the driver's parameters behind a {@code ?}
 * @param user null: as the driver guesses, the name of the process's user
 * @param password null: none, as with a trusted network or a {@code .pgpass} file
 * @param connections how many read at a time, 1 or more; one more writes
 */
public record PostgresSettings(
        String url, @Nullable String user, @Nullable String password, int connections) {
    /** How many read at a time when nobody says otherwise. */
    public static final int CONNECTIONS = 10;

    /** Without the password. */
    @Override
    public String toString() {
        return "PostgresSettings[url=%s, user=%s, connections=%d]".formatted(url, user, connections);
    }
}
