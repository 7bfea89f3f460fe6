package io.stardust.cli.node;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Named;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A machine with an agent. Times are epoch ms. */
@Json
public record Node(
        long id,
        String code,
        String name,
        @Nullable Long projectId,
        String status,
        boolean enabled,
        boolean approved,
        @Nullable String version,
        @Nullable String osName,
        @Nullable String architecture,
        @Nullable String ip,
        @Nullable String machineName,
        @Nullable Map<String, String> labels,
        @Nullable Long lastSeenAt,
        @Nullable Long createdAt,
        long revision,
        boolean longLink,
        boolean foreign,
        @Nullable String channel,
        @Nullable @Json.Property("clone") Twin twin)
        implements Named {
    /** Other machines that use its identity now. */
    @Json
    public record Twin(long since, List<String> others) {}

    Node named(String word) {
        return new Node(
                id,
                code,
                word,
                projectId,
                status,
                enabled,
                approved,
                version,
                osName,
                architecture,
                ip,
                machineName,
                labels,
                lastSeenAt,
                createdAt,
                revision,
                longLink,
                foreign,
                channel,
                twin);
    }
}
