package io.stardust.api.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What owns nodes and apps. {@code createdAt} is in epoch milliseconds.
 *
 * @param requireSignature whether it takes and publishes signed packages only
 * @param role the caller's; null in the change table
 * @param counts of what it owns; null in the change table
 */
@Json
public record ProjectView(
        long id,
        String name,
        @Nullable String displayName,
        boolean requireSignature,
        long revision,
        long createdAt,
        @Nullable String role,
        @Nullable Counts counts) {
    /** One as it is in the database. */
    public ProjectView(
            long id,
            String name,
            @Nullable String displayName,
            boolean requireSignature,
            long revision,
            long createdAt) {
        this(id, name, displayName, requireSignature, revision, createdAt, null, null);
    }

    /** This, as somebody with that role sees it. */
    public ProjectView as(@Nullable String callersRole, Counts counted) {
        return new ProjectView(id, name, displayName, requireSignature, revision, createdAt, callersRole, counted);
    }

    /** How much a project owns. */
    @Json
    public record Counts(long nodes, long deployments, long members) {
        /** Nothing. */
        public static final Counts NONE = new Counts(0, 0, 0);
    }
}
