package io.stardust.server.agent;

import io.stardust.api.agent.AgentReleaseView;
import org.jspecify.annotations.Nullable;

/**
 * One version of the agent for one platform. Immutable; public for the mapper of its columns alone.
 *
 * @param channel {@code Release}, {@code Beta} or {@code Develop}
 * @param product {@link #OURS}, or the product of nodes with another agent
 * @param platform {@code linux-x64} and the like; {@code any} only for other agents
 * @param enabled false: neither offered nor installed
 * @param createdAt epoch ms
 */
public record AgentRelease(
        long id,
        String version,
        String channel,
        String product,
        String platform,
        boolean enabled,
        String sha256,
        String md5,
        long size,
        @Nullable String note,
        String createdBy,
        long revision,
        long createdAt) {
    /** The product of our own agent. */
    static final String OURS = "stardust";

    boolean isOurs() {
        return product.equals(OURS);
    }

    /** How it is called where it is fetched. */
    String fileName() {
        return isOurs()
                ? "agent-%s-%s.tar.gz".formatted(version, platform)
                : "%s-%s-%s.zip".formatted(product, version, platform);
    }

    /** Where it is fetched, relative to the server. */
    String path() {
        return "/install/" + fileName();
    }

    /** As people see it. */
    AgentReleaseView view() {
        return new AgentReleaseView(
                id,
                version,
                channel,
                product,
                platform,
                enabled,
                fileName(),
                path(),
                sha256,
                size,
                note,
                createdBy,
                createdAt,
                revision);
    }
}
