package io.stardust.api.access;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and which projects they reach.
 *
 * @param platform true for an administrator of the platform
 * @param actor as the change table names who did something
 * @param csrf what a browser sends along; absent for who brings a token
 * @param expiresAt of the session or token, epoch ms; absent: never
 * @param oidc true: they sign in elsewhere and have no password here
 */
@Json
public record Me(
        long id,
        String name,
        @Nullable String displayName,
        boolean platform,
        String actor,
        @Nullable String csrf,
        List<Reach> projects,
        @Nullable Long expiresAt,
        boolean oidc) {
    public Me {
        projects = Given.list(projects);
    }

    @Override
    public String toString() {
        return "Me[" + actor + "]";
    }

    /** A project that the caller reaches, and as what. */
    @Json
    public record Reach(long id, String name, @Nullable String displayName, String role) {}
}
