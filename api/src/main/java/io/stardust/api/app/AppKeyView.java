package io.stardust.api.app;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key of an app as people see it, without its secret. Times are epoch ms.
 *
 * @param createdBy who made it, as in the change table
 * @param expiresAt absent: never
 * @param lastUsedAt to the minute; absent: not yet
 * @param revokedAt absent while it was not revoked
 * @param placementId the placement that it was made for; absent: for whoever has it
 * @param scopes of the config that may be asked for with it; absent: any; empty: rules say which
 * @param ingest true: it can send logs and nothing else
 */
@Json
public record AppKeyView(
        long id,
        long appId,
        String name,
        long createdAt,
        String createdBy,
        @Nullable Long expiresAt,
        @Nullable Long lastUsedAt,
        @Nullable Long revokedAt,
        @Nullable Long placementId,
        @Nullable List<String> scopes,
        boolean ingest) {}
