package io.stardust.api.access;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What owns nodes and apps. {@code createdAt} is in epoch milliseconds.
 *
 * @param requireSignature whether it takes and publishes signed packages only
 * @param allowAddresses from where its apps may log in; empty: from anywhere
 * @param denyAddresses from where they may not
 * @param role the caller's; null in the change table
 * @param counts of what it owns; null in the change table
 */
@Json
public record ProjectView(
        long id,
        String name,
        @Nullable String displayName,
        boolean requireSignature,
        List<String> allowAddresses,
        List<String> denyAddresses,
        long revision,
        long createdAt,
        @Nullable String role,
        @Nullable Counts counts) {
    public ProjectView {
        allowAddresses = Given.list(allowAddresses);
        denyAddresses = Given.list(denyAddresses);
    }

    /** One as it is in the database. */
    public ProjectView(
            long id,
            String name,
            @Nullable String displayName,
            boolean requireSignature,
            List<String> allowAddresses,
            List<String> denyAddresses,
            long revision,
            long createdAt) {
        this(id, name, displayName, requireSignature, allowAddresses, denyAddresses, revision, createdAt, null, null);
    }

    /** This, as somebody with that role sees it. */
    public ProjectView as(@Nullable String callersRole, Counts counted) {
        return new ProjectView(
                id,
                name,
                displayName,
                requireSignature,
                allowAddresses,
                denyAddresses,
                revision,
                createdAt,
                callersRole,
                counted);
    }

    /** How much a project owns. */
    @Json
    public record Counts(long nodes, long deployments, long members) {
        /** Nothing. */
        public static final Counts NONE = new Counts(0, 0, 0);
    }
}
