package io.stardust.api.app;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A business system as people see it. Times are epoch ms.
 *
 * @param name unique on the server, since apps log in by it
 * @param displayName for people; absent when the name says enough
 * @param approved false while it waits to be let in
 * @param introduced true when it came by itself; without a secret it is let in until {@code secretProved}
 * @param secretProved true once it has shown that it knows a key
 * @param allowAddresses from where it may log in; empty: from anywhere
 * @param denyAddresses from where it may not
 * @param control which nodes (codes) and apps (names) it may command, commas between, {@code *} for all of its project;
 *     absent: none
 * @param logClass the retention class of its logs; absent: the standard one
 * @param lacksClass true: the server has no class {@code logClass} any more, its logs are kept as standard; else absent
 * @param askedFrom the address from which it first came by itself; absent: somebody made it
 * @param counts absent in the change table
 */
@Json
public record AppView(
        long id,
        long projectId,
        String name,
        @Nullable String displayName,
        boolean enabled,
        boolean approved,
        boolean introduced,
        boolean secretProved,
        List<String> allowAddresses,
        List<String> denyAddresses,
        @Nullable String control,
        @Nullable String logClass,
        @Nullable Boolean lacksClass,
        @Nullable String askedFrom,
        @Nullable Long lastLoginAt,
        long revision,
        long createdAt,
        @Nullable Counts counts) {
    public AppView {
        allowAddresses = Given.list(allowAddresses);
        denyAddresses = Given.list(denyAddresses);
    }

    /** How much an app has: deployments, keys that hold, running instances. */
    @Json
    public record Counts(long deployments, long keys, long instances) {}
}
