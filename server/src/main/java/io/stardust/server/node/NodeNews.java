package io.stardust.server.node;

import io.avaje.jsonb.Json;
import io.stardust.api.node.NodeView;

/** A node at a glance, for those who watch. {@code status} is as in {@link NodeView}. */
@Json
public record NodeNews(long id, long projectId, String status) {
    /** Of {@code node} as it is. */
    public static NodeNews of(Node node) {
        String status = NodeStatus.of(node.approved(), node.enabled(), node.online(), node.lost())
                .text();
        return new NodeNews(node.id(), node.projectId(), status);
    }
}
