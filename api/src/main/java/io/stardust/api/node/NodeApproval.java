package io.stardust.api.node;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * Lets a waiting node in.
 *
 * @param name absent: as it calls itself
 * @param projectId absent: where it waits
 * @param replaces id of the node whose place it takes: that node keeps its id, name, labels and placements and gets the
 *     code and secret of the waiting one, whose record ends; absent: it becomes a node of its own
 */
@Json
public record NodeApproval(
        @Nullable String name,
        @Nullable Long projectId,
        @Nullable Long replaces) {}
