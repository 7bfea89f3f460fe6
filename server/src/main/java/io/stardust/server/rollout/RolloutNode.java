package io.stardust.server.rollout;

import io.stardust.protocol.Json;
import io.stardust.protocol.node.NodeInfo;
import io.stardust.protocol.node.PingInfo;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import io.stardust.server.release.Platform;
import org.jspecify.annotations.Nullable;

/**
 * A node as a rollout sees it. Immutable.
 *
 * @param version of its agent; null when it never said
 * @param info its facts as JSON, null before its first login; {@code latest}: its newest heartbeat
 */
public record RolloutNode(
        long id,
        long projectId,
        String name,
        boolean approved,
        boolean online,
        boolean ours,
        @Nullable String version,
        @Nullable String osName,
        @Nullable String architecture,
        @Nullable String info,
        @Nullable String latest) {
    /** What is said of a placement whose node {@code name} is not connected. */
    static Reason away(String name) {
        return Reason.of(Code.NODE_AWAY, "node", name);
    }

    Platform platform() {
        @Nullable NodeInfo facts = facts();
        return Platform.of(osName, architecture, facts == null ? null : facts.clibVersion());
    }

    /** What the agent said at its login; null before. */
    @Nullable
    NodeInfo facts() {
        return info == null || info.isEmpty() ? null : Json.WIRE.read(info, NodeInfo.class);
    }

    /** Bytes left on the disk of the agent, by its last heartbeat or its login; 0 = not known. */
    long free() {
        if (latest != null && !latest.isEmpty()) {
            long free = Json.WIRE.read(latest, PingInfo.class).availableFreeSpace();
            if (free > 0) return free;
        }
        @Nullable NodeInfo facts = facts();
        return facts == null ? 0 : facts.availableFreeSpace();
    }
}
