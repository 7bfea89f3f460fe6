package io.stardust.server.app;

import io.stardust.api.app.AppKeyView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One secret of an app, sealed. Immutable. Times are epoch ms.
 *
 * @param secret sealed
 * @param expiresAt null: never
 * @param lastUsedAt to the minute; null: not yet
 * @param revokedAt null while it was not revoked
 * @param placementId the placement that it was made for; null: for whoever has it
 * @param scopes of the config that may be asked for with it, one a line; null: any; empty: rules say which
 * @param ingest true: it can send logs and nothing else
 */
public record AppKey(
        long id,
        long appId,
        String name,
        String secret,
        long createdAt,
        String createdBy,
        @Nullable Long expiresAt,
        @Nullable Long lastUsedAt,
        @Nullable Long revokedAt,
        @Nullable Long placementId,
        @Nullable String scopes,
        boolean ingest) {
    /** As people see it, and as it stands in the change table: without the secret. */
    AppKeyView view() {
        return new AppKeyView(
                id,
                appId,
                name,
                createdAt,
                createdBy,
                expiresAt,
                lastUsedAt,
                revokedAt,
                placementId,
                allowed(),
                ingest);
    }

    /** The scopes that may be asked for with it; null: any; empty: rules say which. */
    @Nullable
    List<String> allowed() {
        return scopes == null ? null : scopes.isEmpty() ? List.of() : List.of(scopes.split("\n"));
    }

    @Override
    public String toString() {
        return "AppKey[" + id + " of app " + appId + "]";
    }
}
