package io.stardust.server.access;

import io.stardust.api.access.PersonView;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may sign in.
 *
 * @param passwordHash empty: no password lets them in
 * @param platform administrator of everything
 * @param source where they prove who they are: {@link #LOCAL} or {@link #OIDC}
 * @param subject who they are there; null when local
 * @param seenAt epoch milliseconds; null: never
 */
public record Person(
        long id,
        String name,
        @Nullable String displayName,
        String passwordHash,
        boolean platform,
        boolean locked,
        String source,
        @Nullable String subject,
        @Nullable Long seenAt,
        long createdAt,
        long revision) {
    static final String LOCAL = "local";
    static final String OIDC = "oidc";

    /** One who signs in by password; an empty hash: who still has to choose one. */
    static Person local(
            long id, String name, @Nullable String displayName, String passwordHash, boolean platform, long now) {
        return new Person(id, name, displayName, passwordHash, platform, false, LOCAL, null, null, now, 1);
    }

    /** One who signs in elsewhere, where {@code subject} is who they are. */
    public static Person elsewhere(
            long id, String name, @Nullable String displayName, boolean platform, String subject, long now) {
        return new Person(id, name, displayName, "", platform, false, OIDC, subject, null, now, 1);
    }

    /** The same with other fields, one revision later. */
    public Person edited(@Nullable String newDisplayName, boolean nowPlatform, boolean nowLocked) {
        return new Person(
                id,
                name,
                newDisplayName,
                passwordHash,
                nowPlatform,
                nowLocked,
                source,
                subject,
                seenAt,
                createdAt,
                revision + 1);
    }

    /** True when some way is open to come in. */
    boolean canSignIn() {
        return !locked && (!passwordHash.isEmpty() || source.equals(OIDC));
    }

    boolean isLocal() {
        return source.equals(LOCAL);
    }

    /** As it stands in the change table. */
    public String actor() {
        return "user:%d %s".formatted(id, name);
    }

    public PersonView view() {
        return new PersonView(id, name, displayName, platform, locked, source, revision);
    }

    @Override
    public String toString() {
        return "Person[%d %s]".formatted(id, name);
    }
}
