package io.stardust.api.node;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node as people see it.
 *
 * @param status {@code waiting}, {@code disabled}, {@code online}, {@code notResponding} or {@code offline}: the first
 *     that is true
 * @param since when it came, or when it was last heard of if it is not there, epoch ms; 0 = never
 * @param leaving true when it is removed as soon as what was placed on it is gone
 * @param replaces id of the node whose place this one may want, because the hardware is the same; null otherwise
 * @param lastSeenAt epoch ms
 * @param createdAt epoch ms
 * @param longLink true when its push channel is open
 * @param foreign true when the agent is not ours
 * @param channel which versions its agent follows; null before it has asked
 * @param load of its newest heartbeat; null when it is not online or has not said
 * @param twin other machines that use its identity now; null when there are none
 */
@Json
public record NodeView(
        long id,
        String code,
        String name,
        long projectId,
        String status,
        long since,
        boolean leaving,
        boolean enabled,
        boolean approved,
        @Nullable Long replaces,
        @Nullable String version,
        @Nullable String osName,
        @Nullable String architecture,
        @Nullable String ip,
        @Nullable String machineName,
        Map<String, String> labels,
        long lastSeenAt,
        long createdAt,
        long revision,
        boolean longLink,
        boolean foreign,
        @Nullable String channel,
        @Nullable LoadView load,
        @Nullable @Json.Property("clone") CloneView twin) {
    public NodeView {
        labels = Given.map(labels);
    }

    public NodeView live(long seenAt, boolean link, @Nullable LoadView now, @Nullable CloneView clone) {
        return new NodeView(
                id,
                code,
                name,
                projectId,
                status,
                since,
                leaving,
                enabled,
                approved,
                replaces,
                version,
                osName,
                architecture,
                ip,
                machineName,
                labels,
                Math.max(lastSeenAt, seenAt),
                createdAt,
                revision,
                link,
                foreign,
                channel,
                now,
                clone);
    }

    public NodeView approvedAs(String newName, long project) {
        return with(newName, project, enabled, true, labels);
    }

    public NodeView edited(String newName, long project, boolean nowEnabled, Map<String, String> newLabels) {
        return with(newName, project, nowEnabled, approved, newLabels);
    }

    private NodeView with(
            String newName, long project, boolean nowEnabled, boolean nowApproved, Map<String, String> newLabels) {
        return new NodeView(
                id,
                code,
                newName,
                project,
                status,
                since,
                leaving,
                nowEnabled,
                nowApproved,
                nowApproved ? null : replaces,
                version,
                osName,
                architecture,
                ip,
                machineName,
                newLabels,
                lastSeenAt,
                createdAt,
                revision,
                longLink,
                foreign,
                channel,
                load,
                twin);
    }
}
