package io.stardust.api.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A token without its text.
 *
 * @param kind {@code api} for programs, {@code enrol} for nodes
 * @param projectId the only project it reaches; absent: all that its owner may
 * @param role in that project, of api tokens; absent: as its owner, and of tokens for nodes
 * @param owner name of the person it stands for
 * @param createdAt epoch ms
 * @param expiresAt epoch ms; absent: never
 * @param lastUsedAt epoch ms, to the minute; absent: never
 */
@Json
public record TokenView(
        long id,
        String kind,
        String name,
        @Nullable Long projectId,
        @Nullable String role,
        String owner,
        long createdAt,
        @Nullable Long expiresAt,
        @Nullable Long lastUsedAt) {}
